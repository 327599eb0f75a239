package io.palyra.connectors.daemon;

import static io.palyra.connectors.test.HttpAnswer.accepted;
import static io.palyra.connectors.test.HttpAnswer.hangUp;
import static io.palyra.connectors.test.HttpAnswer.html;
import static io.palyra.connectors.test.HttpAnswer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is slow, late or gone costs its own conversations some time, and nothing else. */
class DaemonOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than a client keeps connections to one host unless it is told to. */
    private static final int SLOW_CONVERSATIONS = 40;

    private static final int FLAPPING_CONVERSATIONS = 4;
    private static final int FLAPPING_MESSAGES = 5;

    private static final int TIME_FACTOR = 10;

    @TempDir
    Path folder;

    private HttpDaemon daemon;
    private ProgramUnderTest program;

    /** Waits between attempts pass quickly; the daemon has the whole timeout. */
    private void start(String timeout, String... settings) throws Exception {
        start(RoutesUnderTest.copy(folder), timeout, settings);
    }

    private void start(RoutesUnderTest routes, String timeout, String... settings) throws Exception {
        daemon = HttpDaemon.start();
        program = setup(routes, timeout)
                .time(new FastTime(TIME_FACTOR))
                .settings(settings)
                .start();
    }

    private ProgramSetup setup(RoutesUnderTest routes, String timeout) throws Exception {
        return ProgramUnderTest.in(folder)
                .routes(routes.quickRetries(20))
                .settings("palyra.daemon.endpoint=" + daemon.uri(), "palyra.daemon.timeout=" + timeout);
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
        program.close();
    }

    @Test
    void asksAgainAfterTheTimeoutAndDropsTheLateAnswer() throws Exception {
        start("500ms");
        CountDownLatch late = new CountDownLatch(1);
        daemon.answers("c1", accepted("too late", "and twice").after(late), accepted("in time"));

        program.receive("m1", "c1", "hello");
        awaitDelivered("m1:0");
        late.countDown();
        program.receive("m2", "c1", "the next one");
        awaitDelivered("m2:0");

        assertThat(program.events("m1", EventType.INBOUND_RETRY))
                .singleElement()
                .satisfies(event -> assertThat(event.message()).containsAnyOf("did not answer within", "timed out"));
        assertThat(program.findOutbox("m1:1")).isEmpty();
        assertThat(program.events("m1:0", EventType.OUTBOX_ENQUEUED)).hasSize(1);
        assertThat(program.events("m1:0", EventType.OUTBOX_DELIVERED)).hasSize(1);
        assertThat(daemon.questions("c1"))
                .extracting(question -> question.event().envelopeId().value())
                .containsExactly("m1", "m1", "m2");
    }

    @Test
    void aSlowAnswerIsAcknowledgedOnceAndBeforeIt() throws Exception {
        String timeout = "timeout: \"{{palyra.daemon.timeout}}\"";
        String indent = "\n              ";
        start(
                RoutesUnderTest.copy(folder)
                        .edit(
                                "daemon.camel.yaml",
                                timeout,
                                timeout + indent + "autoAckText: One moment." + indent + "autoAckAfter: 100ms"),
                "500ms");
        CountDownLatch late = new CountDownLatch(1);
        daemon.answers(
                "c1", accepted("too late").after(late), accepted("at last").after(late), accepted("quick"));

        program.receive("m1", "c1", "hello");
        awaitDelivered("m1:ack");
        program.within().until(() -> daemon.questions("c1").size() == 2);
        late.countDown();
        awaitDelivered("m1:0");
        program.receive("m2", "c1", "the next one");
        awaitDelivered("m2:0");

        assertThat(program.events("m1:ack", EventType.OUTBOX_DELIVERED)).hasSize(1);
        assertThat(program.findOutbox("m2:ack")).isEmpty();
    }

    @Test
    void deliversEverythingInOrderOnceTheDaemonIsBack() throws Exception {
        start("2s");
        daemon.stop();
        for (String message : new String[] {"m1", "m2", "m3"}) {
            assertThat(program.receive(message, "c1", message).accepted()).isTrue();
        }
        program.within()
                .until(() -> program.events("m1", EventType.INBOUND_RETRY).size() >= 2);

        daemon.startAgain();

        awaitDelivered("m1:0", "m2:0", "m3:0");
        assertThat(daemon.questions())
                .extracting(question -> question.event().envelopeId().value())
                .containsExactly("m1", "m2", "m3");
        assertThat(program.events("m1", EventType.INBOUND_RETRY).get(0).message())
                .contains("the daemon cannot be reached");
        assertThat(program.events("m2", EventType.INBOUND_RETRY)).isEmpty();
    }

    @Test
    void slowConversationsHoldUpNoOther() throws Exception {
        start("30s");
        CountDownLatch open = new CountDownLatch(1);
        for (int i = 0; i < SLOW_CONVERSATIONS; i++) {
            daemon.answers("slow" + i, accepted("at last").after(open));
            program.receive("slow" + i, "slow" + i, "hello");
        }
        program.within().until(() -> daemon.questions().size() == SLOW_CONVERSATIONS);

        program.receive("m1", "c1", "quick");
        awaitDelivered("m1:0");
        open.countDown();

        awaitDelivered(IntStream.range(0, SLOW_CONVERSATIONS)
                .mapToObj(i -> "slow" + i + ":0")
                .toArray(String[]::new));
    }

    /** Up for one question and down for the next, as it answers, hangs up, or answers rubbish. */
    @Test
    void losesNothingWhileTheDaemonFlaps() throws Exception {
        start("2s");
        for (int conversation = 0; conversation < FLAPPING_CONVERSATIONS; conversation++) {
            daemon.answers(
                    "c" + conversation,
                    hangUp(),
                    accepted("reply"),
                    status(503, ""),
                    html(),
                    accepted("reply"),
                    hangUp(),
                    accepted("reply"));
        }
        for (int message = 0; message < FLAPPING_MESSAGES; message++) {
            for (int conversation = 0; conversation < FLAPPING_CONVERSATIONS; conversation++) {
                String id = "c" + conversation + "-" + message;
                assertThat(program.receive(id, "c" + conversation, id).accepted())
                        .isTrue();
            }
        }

        for (int conversation = 0; conversation < FLAPPING_CONVERSATIONS; conversation++) {
            String name = "c" + conversation;
            List<String> messages = IntStream.range(0, FLAPPING_MESSAGES)
                    .mapToObj(message -> name + "-" + message)
                    .toList();
            awaitDelivered(messages.stream().map(id -> id + ":0").toArray(String[]::new));
            assertThat(daemon.questions(name))
                    .extracting(question -> question.event().envelopeId().value())
                    .containsExactly(
                            name + "-0",
                            name + "-0",
                            name + "-1",
                            name + "-1",
                            name + "-1",
                            name + "-2",
                            name + "-2",
                            name + "-3",
                            name + "-4");
        }
    }

    @Test
    void asksNoMoreConversationsAtOnceThanItMay() throws Exception {
        start("30s", "palyra.daemon.concurrency=3");
        CountDownLatch open = new CountDownLatch(1);
        for (int i = 0; i < SLOW_CONVERSATIONS; i++) {
            daemon.answers("slow" + i, accepted("at last").after(open));
            program.receive("slow" + i, "slow" + i, "hello");
        }
        program.within().until(() -> daemon.questions().size() == 3);
        await().during(Duration.ofMillis(300)).until(() -> daemon.questions().size() == 3);
        open.countDown();

        awaitDelivered(IntStream.range(0, SLOW_CONVERSATIONS)
                .mapToObj(i -> "slow" + i + ":0")
                .toArray(String[]::new));
        assertThat(daemon.mostAtOnce()).isEqualTo(3);
    }

    @Test
    void backsOffByThePolicyOfTheRoute() throws Exception {
        SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
        daemon = HttpDaemon.start(clock);
        program = setup(RoutesUnderTest.copy(folder), "2s").time(clock).start();
        daemon.answers("c1", status(500, ""), status(500, ""), status(500, ""), status(500, ""), accepted("at last"));

        program.receive("m1", "c1", "hello");
        program.within().until(() -> {
            program.nextTryUnixMs("m1").ifPresent(clock::advanceTo);
            return daemon.questions().size() == 5;
        });
        awaitDelivered("m1:0");

        List<LoggedEvent> retries = program.events("m1", EventType.INBOUND_RETRY);
        assertThat(retries)
                .extracting(
                        retry -> retry.details().path("next_attempt_unix_ms").asLong() - retry.createdAtUnixMs())
                .satisfiesExactly(
                        wait -> assertThat(wait).isEqualTo(250L),
                        wait -> assertThat(wait).isEqualTo(500L),
                        wait -> assertThat(wait).isEqualTo(1_000L),
                        wait -> assertThat(wait).isEqualTo(2_000L));
        for (int i = 0; i < retries.size(); i++) {
            assertThat(daemon.questions().get(i + 1).unixMs())
                    .as("question %d", i + 1)
                    .isGreaterThanOrEqualTo(retries.get(i)
                            .details()
                            .path("next_attempt_unix_ms")
                            .asLong());
        }
    }

    private void awaitDelivered(String... envelopeIds) {
        for (String envelopeId : envelopeIds) {
            program.within().alias(envelopeId).atMost(PATIENCE).untilAsserted(() -> assertThat(
                            program.findOutbox(envelopeId))
                    .hasValueSatisfying(entry -> assertThat(entry.state()).isEqualTo(OutboxState.DELIVERED)));
        }
    }
}
