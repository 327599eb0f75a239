package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.http.RestServer;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutboundMessage;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.LoopbackTelegram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a node that stands still for two seconds keeps what it has; one that stands still for longer than its lease has lost it
 * when it wakes, and changes nothing by what it learns then. Programs that break a rule which this rests on are found out.
 *
 * <p>Method: a node is stopped with SIGSTOP, at rest or while the daemon has its question. The daemon answers the node that has
 * taken over, and then, otherwise, the one that is woken; the platform's ledger shows whose answer counts. Telegram has one
 * session at a time.
 */
class ZombieIT {

    private static final Duration FULL_COLLECTION = Duration.ofSeconds(2);
    private static final String DROPPED = "A lane of telegram:ops was taken over by another process";
    private static final List<String> IN_TIME = List.of("in time");
    private static final List<String> BOTH_IN_TIME = List.of("in time", "in time");
    private static final List<String> LATE = List.of("late", "and more");

    @TempDir
    private Path folder;

    private final CountDownLatch firstIsAsked = new CountDownLatch(1);
    private final CountDownLatch firstIsAnswered = new CountDownLatch(1);
    private TelegramLoad telegram;
    private RestServer daemon;

    @BeforeEach
    void startDaemon() throws Exception {
        telegram = new TelegramLoad(folder.resolve("questions.txt"));
        daemon = new RestServer(0, "", this::answer);
        daemon.start();
    }

    @AfterEach
    void stopDaemon() throws Exception {
        firstIsAnswered.countDown();
        telegram.close();
        daemon.close();
    }

    private FakeTelegram platform() {
        return telegram.telegram();
    }

    private void says(String text) {
        platform().says(platform().chat(), platform().person(), text);
    }

    private List<String> taken() {
        return platform().ledger().texts(String.valueOf(platform().chat().id()));
    }

    private RestAnswer answer(RestRequest question) {
        List<String> texts = IN_TIME;
        if (question.path().equals("/first") && firstIsAsked.getCount() > 0) {
            firstIsAsked.countDown();
            try {
                firstIsAnswered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            texts = LATE;
        }
        List<RoutedOutboundMessage> replies =
                texts.stream().map(RoutedOutboundMessage::text).toList();
        return RestAnswer.of(
                200, "application/json", WireFormat.write(RouteInboundResult.accepted("answered", replies)));
    }

    private TwoNodes start(Optional<SabotagedNodes> first, Optional<SabotagedNodes> second) throws Exception {
        return new TwoNodes(
                folder,
                LoopbackTelegram.OPS,
                this::settings,
                () -> platform().polls().waiting() == 1,
                first,
                second);
    }

    private Map<String, String> settings(String node, Path own) throws IOException {
        Map<String, String> settings = new HashMap<>(telegram.settings(own));
        settings.put("palyra.daemon.endpoint", "http://127.0.0.1:" + daemon.port() + "/" + node);
        return settings;
    }

    @Test
    void keepsItsLeaseOverACollectionAndLosesItBeyond() throws Exception {
        try (TwoNodes nodes = start(Optional.empty(), Optional.empty())) {
            pauseShortly(nodes);
            assertThatNothingHasMoved(nodes);
            wakeAsAZombie(nodes);
            assertThatTheAnswerInTimeCounts(nodes);
            assertThatTheLateOneIsSeen(nodes);
            assertThatItGoesOn(nodes);
        }
    }

    @Test
    void withoutFencingIsFoundOut() throws Exception {
        try (TwoNodes nodes = start(Optional.of(SabotagedNodes.NO_FENCING), Optional.empty())) {
            wakeAsAZombie(nodes);
            assertThatThrownBy(() -> assertThatTheAnswerInTimeCounts(nodes))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("and more");
        }
    }

    @Test
    void aClockOfItsOwnIsFoundOut() throws Exception {
        try (TwoNodes nodes = start(Optional.empty(), Optional.of(SabotagedNodes.OWN_CLOCK))) {
            assertThatThrownBy(() -> assertThatNothingHasMoved(nodes))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("first is lost");
        }
    }

    private void pauseShortly(TwoNodes nodes) throws Exception {
        nodes.first().signal("STOP");
        // Only the time that passes makes it a pause
        assertThat(firstIsAsked.await(FULL_COLLECTION.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
        nodes.first().signal("CONT");
    }

    /** Looks for as long as a lease lasts. */
    private void assertThatNothingHasMoved(TwoNodes nodes) throws Exception {
        long before = nodes.secondRenewedAt();
        await("a lease has passed")
                .atMost(TwoNodes.PATIENCE)
                .until(() -> nodes.secondRenewedAt() > before + TwoNodes.LEASE.toMillis());
        assertThat(nodes.events("node.lost")).isEmpty();
        assertThat(nodes.events("connector.moved")).hasSize(1);
        assertThat(platform().calls("getMe")).as("sessions").isEqualTo(1);
    }

    /** It is stopped with a question to the daemon on its way, and wakes once another has asked it and told the platform. */
    private void wakeAsAZombie(TwoNodes nodes) throws Exception {
        says("hello");
        assertThat(firstIsAsked.await(TwoNodes.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        nodes.first().signal("STOP");
        says("its poll is answered by this, and it hears of it when it wakes");
        await("the other one has taken over").atMost(TwoNodes.PATIENCE).untilAsserted(() -> assertThat(taken())
                .isEqualTo(BOTH_IN_TIME));
        firstIsAnswered.countDown();
        nodes.first().signal("CONT");
    }

    private void assertThatTheAnswerInTimeCounts(TwoNodes nodes) throws Exception {
        await("the late answer is dealt with")
                .atMost(TwoNodes.PATIENCE)
                .until(() -> nodes.firstLog().contains(DROPPED) || taken().containsAll(LATE.subList(1, 2)));
        assertThat(taken()).as("what the platform was told").isEqualTo(BOTH_IN_TIME);
    }

    private void assertThatItGoesOn(TwoNodes nodes) throws Exception {
        await("the woken one is a new node").atMost(TwoNodes.PATIENCE).untilAsserted(() -> assertThat(nodes.nodes())
                .contains("first lost", "first alive", "second alive"));
        says("hello again");
        await("the next message is answered").atMost(TwoNodes.PATIENCE).untilAsserted(() -> assertThat(taken())
                .containsExactly("in time", "in time", "in time"));
        telegram.assertThatSessionsFollowEachOther();
    }

    private void assertThatTheLateOneIsSeen(TwoNodes nodes) throws Exception {
        assertThat(nodes.firstLog()).contains("goes on as a new node", DROPPED);
        assertThat(nodes.first().metrics())
                .contains("palyra_outcomes_dropped_total{connector_id=\"telegram:ops\",direction=\"inbound\","
                        + "node=\"first\"} 1.0");
        assertThat(nodes.events("node.lost")).singleElement().asString().contains("first is lost");
    }
}
