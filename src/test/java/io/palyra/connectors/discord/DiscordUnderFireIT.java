package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.crash.ForkedProgram;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: every message of a user gets exactly one reply, in its channel and in order, whatever goes wrong on the way.
 *
 * <p>Method: users write 50 messages a second in channels, a thread and a direct conversation, and do not stop while the
 * program is dead. Discord answers with rate limits, errors and broken connections and drops its gateway; the program is
 * killed with SIGKILL while it sends and started again. Once all is quiet, what Discord accepted is compared with what
 * the users said. The embedded daemon answers with the same text.
 */
class DiscordUnderFireIT {

    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final int MESSAGES_MIN = SOAK ? 10_000 : 400;
    private static final int KILLS = SOAK ? 20 : 2;
    private static final int ANSWERS_BEFORE_KILL = 100;
    private static final Duration MESSAGE_EVERY = Duration.ofMillis(20);
    private static final Duration FAULT_EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(SOAK ? 600 : 60);

    @TempDir
    private Path folder;

    private final ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();
    private FakeDiscord discord;
    private Channel direct;
    private List<Channel> places;
    private Crowd crowd;
    private Fire fire;
    private Map<String, String> settings;
    private ForkedProgram program;

    @BeforeEach
    void start() throws Exception {
        long seed = Long.getLong("fire.seed", System.nanoTime());
        System.out.println("DiscordUnderFireIT seed " + seed);
        discord = FakeDiscord.start();
        direct = discord.direct(discord.user());
        places = List.of(
                discord.channel(),
                discord.addChannel(discord.guild(), "second"),
                discord.addChannel(discord.guild(), "third"),
                discord.addThread(discord.channel(), "thread"),
                direct);
        crowd = new Crowd(discord, places, new Random(seed));
        fire = new Fire(discord, places, new Random(seed + 1));
        settings = patientRoutes().with(LoopbackDiscord.settings(folder, discord));
        program = ForkedProgram.start(folder, settings);
    }

    /** Retries sooner and more often, as an integration engineer may: chance must not use all attempts up. */
    private RoutesUnderTest patientRoutes() throws Exception {
        return RoutesUnderTest.copy(folder)
                .quickRetries(50)
                .edit("retries.camel.yaml", "maximumRedeliveryDelay: 60000", "maximumRedeliveryDelay: 1000");
    }

    @AfterEach
    void stop() throws Exception {
        time.shutdownNow();
        program.close();
        discord.close();
    }

    @Test
    void answersEachMessageOnceAndInOrder() throws Exception {
        // A direct conversation that begins while the program is dead is not found: this one has begun
        await("a session").atMost(PATIENCE).until(() -> discord.gateway().connected() == 1);
        crowd.say(direct);
        awaitAnswers(1);

        Future<?> users = every(MESSAGE_EVERY, crowd::say);
        Future<?> faults = every(FAULT_EVERY, fire::next);
        for (int kill = 0; kill < KILLS; kill++) {
            awaitAnswers(answers() + ANSWERS_BEFORE_KILL);
            program.kill();
            program = ForkedProgram.start(folder, settings);
        }
        await("all are said").atMost(PATIENCE).until(() -> users.isDone() || crowd.count() >= MESSAGES_MIN);
        assertThat(users.isDone() || faults.isDone()).as("one has failed").isFalse();
        time.submit(() -> users.cancel(false) && faults.cancel(false)).get();

        await("each has its answer").atMost(PATIENCE).untilAsserted(this::checkLedger);
        await("nothing is left").atMost(PATIENCE).untilAsserted(() -> assertThat(program.get("/channels/discord:ops"))
                .contains("\"pending_outbox\":0", "\"pending_inbound\":0", "\"dead_letters\":0"));
        assertThat(program.terminate(PATIENCE)).as("stops on SIGTERM").isTrue();
        checkLedger();
        report();
    }

    private Future<?> every(Duration interval, Runnable action) {
        return time.scheduleAtFixedRate(action, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private int answers() {
        return discord.ledger().accepted().size();
    }

    private void awaitAnswers(int count) throws Exception {
        try {
            await(count + " answers").atMost(PATIENCE).until(() -> answers() >= count);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(answers() + " answers; " + program.get("/channels/discord:ops"), e);
        }
    }

    private void checkLedger() {
        for (Channel place : places) {
            assertThat(discord.ledger().texts(place.id()))
                    .as(place.name())
                    .containsExactlyElementsOf(crowd.said(place).stream()
                            .map(text -> "echo: " + text)
                            .toList());
        }
    }

    private void report() {
        System.out.println("DiscordUnderFireIT " + crowd.count() + " messages, " + KILLS + " kills, faults "
                + fire.counts() + " of which " + discord.faults().left() + " met no request, posted again "
                + discord.ledger().repeatedNonces().size() + ", sessions "
                + discord.gateway().identifies() + ", resumes "
                + discord.gateway().resumes());
    }
}
