package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.crash.FastProgram;
import io.palyra.connectors.crash.ForkedProgram;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.Channel.Kind;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.Posted;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.slack.SlackCrowd.Place;
import io.palyra.connectors.testkit.LoopbackSlack;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: every message of a user gets exactly one reply, where it was said and in order, whatever goes wrong on the way.
 *
 * <p>Method: users write 50 messages a second in channels, a thread and a direct conversation, and do not stop while the
 * program is dead. Slack answers with rate limits, errors and broken connections, drops, closes and renews its sockets, and repeats
 * what is not acknowledged; the program is killed with SIGKILL while it sends and started again. Once all is quiet, what Slack
 * accepted is compared with what the users said. The embedded daemon answers with the same text.
 */
class SlackUnderFireIT {

    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final int MESSAGES_MIN = SOAK ? 10_000 : 400;
    private static final int KILLS = SOAK ? 20 : 2;
    private static final int ANSWERS_BEFORE_KILL = 100;
    private static final int SLOW_FAULTS_MAX = SOAK ? 40 : 4;
    private static final int BROKEN_SOCKETS_MAX = SOAK ? 30 : 2;
    private static final Duration MESSAGE_EVERY = Duration.ofMillis(20);
    private static final Duration FAULT_EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(SOAK ? 1_800 : 150);

    @TempDir
    private Path folder;

    private final ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();
    private FakeSlack slack;
    private List<Place> places;
    private SlackCrowd crowd;
    private SlackFire fire;
    private Map<String, String> settings;
    private ForkedProgram program;

    @BeforeEach
    void start() throws Exception {
        long seed = Long.getLong("fire.seed", System.nanoTime());
        System.out.println("SlackUnderFireIT seed " + seed);
        slack = FakeSlack.start(FakeSlackOptions.defaults()
                .redelivery(Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(5)));
        Channel channel = slack.channel();
        Channel secret = slack.addChannel(slack.team(), "secret", Kind.PRIVATE, slack.user());
        Message begins = slack.saysUnheard(channel, slack.user(), Words.of("a thread begins"));
        places = List.of(
                new Place(channel, null),
                new Place(channel, begins),
                new Place(slack.addChannel("second"), null),
                new Place(secret, null),
                new Place(slack.direct(slack.user()), null));
        crowd = new SlackCrowd(slack, places, new Random(seed));
        fire = new SlackFire(
                slack,
                places.stream().map(Place::channel).distinct().toList(),
                new Random(seed + 1),
                SLOW_FAULTS_MAX,
                BROKEN_SOCKETS_MAX);
        settings = new HashMap<>(RoutesUnderTest.copy(folder)
                .quickRetries(50)
                .edit("retries.camel.yaml", "maximumRedeliveryDelay: 60000", "maximumRedeliveryDelay: 1000")
                .with(LoopbackSlack.settings(folder, slack)));
        settings.put("fast.factor", "10");
        settings.put("fast.from", String.valueOf(System.currentTimeMillis()));
        program = startProgram();
    }

    /** What was in hand at a kill is looked for once Slack cannot be about to carry it out any more, which takes a minute. */
    private ForkedProgram startProgram() throws IOException {
        return ForkedProgram.start(folder, settings, FastProgram.class);
    }

    @AfterEach
    void stop() throws Exception {
        time.shutdownNow();
        program.close();
        slack.close();
    }

    @Test
    void answersEachMessageOnceAndInOrder() throws Exception {
        await("a session").atMost(PATIENCE).until(() -> slack.socket().connected() == 1);
        Future<?> users = every(MESSAGE_EVERY, crowd::say);
        awaitAnswers(1);
        Future<?> faults = every(FAULT_EVERY, fire::next);
        for (int kill = 0; kill < KILLS; kill++) {
            awaitAnswers(answers() + ANSWERS_BEFORE_KILL);
            program.kill();
            program = startProgram();
        }
        await("all are said").atMost(PATIENCE).until(() -> users.isDone() || crowd.count() >= MESSAGES_MIN);
        assertThat(users.isDone() || faults.isDone()).as("one has failed").isFalse();
        time.submit(() -> users.cancel(false) && faults.cancel(false)).get();

        await("each has its answer").atMost(PATIENCE).until(() -> answers() >= crowd.count());
        await("nothing is left").atMost(PATIENCE).untilAsserted(() -> assertThat(program.get("/channels/slack:ops"))
                .contains("\"pending_outbox\":0", "\"pending_inbound\":0", "\"dead_letters\":0"));
        assertThat(program.terminate(PATIENCE)).as("stops on SIGTERM").isTrue();
        report();
        checkLedger();
    }

    private Future<?> every(Duration interval, Runnable action) {
        return time.scheduleAtFixedRate(action, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private int answers() {
        return slack.ledger().accepted().size();
    }

    private void awaitAnswers(int count) {
        await(count + " answers").atMost(PATIENCE).until(() -> answers() >= count);
    }

    private void checkLedger() {
        for (Place place : places) {
            assertThat(answered(place))
                    .as(String.valueOf(place))
                    .containsExactlyElementsOf(crowd.said(place).stream()
                            .map(text -> "echo: " + text)
                            .toList());
        }
    }

    private List<String> answered(Place place) {
        Optional<String> thread = Optional.ofNullable(place.thread()).map(Message::ts);
        return slack.ledger().accepted(place.channel().id()).stream()
                .filter(posted -> posted.threadTs().equals(thread))
                .map(Posted::text)
                .toList();
    }

    private void report() {
        System.out.println("SlackUnderFireIT " + crowd.count() + " messages, " + answers() + " answers, " + KILLS
                + " kills, faults " + fire.counts() + " of which "
                + slack.faults().left() + " met no request, sockets "
                + slack.socket().hellos() + ", events given up by Slack "
                + slack.socket().lost().size());
    }
}
