package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.store.WatchedStore;
import io.palyra.connectors.supervisor.QueueState;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue with messages in every state: each who shows it shows the same numbers, and asks the store once for them. */
class QueueNumbersTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final String CHANNELS = "/admin/v1/channels";
    private static final String LIMITED = "the platform asks to wait";

    private static final Semaphore ANSWERS = new Semaphore(0);
    private static final List<String> READS = new CopyOnWriteArrayList<>();

    private static ProgramUnderTest program;

    @BeforeAll
    static void fillTheQueues(@TempDir Path folder) throws Exception {
        FlakyPlatform platform = FlakyPlatform.fresh(FLAKY)
                .answers(QueueNumbersTest::answer)
                .resolvesUnknown(UnknownResolution.OPERATOR);
        StatementWatch reads = new StatementWatch() {
            @Override
            public void before(String statement) {
                READS.add(statement);
            }
        };
        program = ProgramUnderTest.in(folder)
                .about(FLAKY)
                .surroundings(it -> it.withStore(new WatchedStore(new StatementWatch() {}, reads)))
                .admin()
                .start();
        program.register();
        program.context().getRouteController().stopRoute("daemon");
        program.receive("in-1", "c1", "one");
        program.receive("in-2", "c1", "two");
        program.enqueueAll("unknown", "unknown-1", "unknown-2");
        program.enqueueAll("limited", "limited-1", "limited-2", "limited-3");
        program.enqueueAll("dead", "dead-1");
        program.awaitState("unknown-1", OutboxState.UNKNOWN);
        program.awaitState("dead-1", OutboxState.DEAD);
        await().until(() -> LIMITED.equals(program.outbox("limited-1").reason()));
        program.enqueueAll("hangs", "hangs-1", "hangs-2");
        await().until(() -> platform.sendsInHand() == 1);
        program.supervision().queues().pause(FLAKY, "a look");
        program.enqueueAll("due", "due-1", "due-2");
    }

    private static DeliveryOutcome answer(OutboundMessageRequest request) {
        return switch (request.conversationId().value()) {
            case "unknown" -> new DeliveryOutcome.Unknown("no answer");
            case "limited" -> new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, LIMITED, Duration.ofHours(1));
            case "dead" -> new DeliveryOutcome.PermanentFailure("refused", Fault.MESSAGE, null);
            case "hangs" -> {
                ANSWERS.acquireUninterruptibly();
                yield FlakyPlatform.delivered(request);
            }
            default -> FlakyPlatform.delivered(request);
        };
    }

    @AfterAll
    static void stop() throws Exception {
        ANSWERS.release(2);
        program.close();
    }

    @Test
    void eachMessageIsInOneState() {
        QueueState state = program.supervision().queues().state(FLAKY);

        assertThat(state.inbound().due()).isEqualTo(2);
        assertThat(state.inbound().pending()).isEqualTo(2);
        assertThat(state.outbound().due()).isEqualTo(2);
        assertThat(state.outbound().waiting()).isEqualTo(3);
        assertThat(state.outbound().claimed()).isEqualTo(2);
        assertThat(state.outbound().held()).isEqualTo(1);
        assertThat(state.outbound().undecided()).isEqualTo(1);
        assertThat(state.outbound().unknown()).isEqualTo(1);
        assertThat(state.outbound().pending()).isEqualTo(9);
        assertThat(state.outbound().retries().retrying()).isEqualTo(1);
        assertThat(state.outbound().retries().rateLimited()).isEqualTo(1);
        assertThat(state.outbound().retries().rateLimitedUntilUnixMs())
                .isEqualTo(program.outbox("limited-1").nextAttemptUnixMs());
        assertThat(state.outbound().oldestUnixMs()).isPositive();
        assertThat(state.deadLetters()).isEqualTo(1);
        assertThat(state.latestDeadLetterUnixMs()).isPositive();
        assertThat(state.pause()).satisfies(pause -> assertThat(pause.reason()).isEqualTo("a look"));
        assertThat(program.supervision().queues().states()).contains(state);
    }

    @Test
    void theApiShowsThem() throws Exception {
        QueueState state = program.supervision().queues().state(FLAKY);
        JsonNode channel = program.client().get(CHANNELS + "/" + FLAKY).at("");

        for (String counts : List.of("/operations/queue", "/runtime/metrics")) {
            assertThat(channel.at(counts + "/pending_outbox").asLong())
                    .as(counts)
                    .isEqualTo(state.outbound().pending());
            assertThat(channel.at(counts + "/due_outbox").asLong()).as(counts).isEqualTo(2);
            assertThat(channel.at(counts + "/claimed_outbox").asLong())
                    .as(counts)
                    .isEqualTo(2);
            assertThat(channel.at(counts + "/dead_letters").asLong()).as(counts).isEqualTo(1);
        }
        assertThat(channel.at("/runtime/metrics/unknown_outbox").asLong()).isEqualTo(1);
        assertThat(channel.at("/operations/queue/oldest_pending_created_at_unix_ms")
                        .asLong())
                .isEqualTo(state.outbound().oldestUnixMs());
        assertThat(channel.at("/operations/queue/next_attempt_unix_ms").asLong())
                .isEqualTo(state.outbound().nextDueUnixMs());
        assertThat(channel.at("/operations/rate_limits/limited_conversations").asLong())
                .isEqualTo(1);
        assertThat(channel.at("/operations/blocked_conversations/count").asLong())
                .isEqualTo(2);
        assertThat(channel.at("/connector/queue_depth/pending_outbox").asLong()).isEqualTo(9);
        assertThat(channel.at("/connector/queue_depth/pending_inbound").asLong())
                .isEqualTo(2);
        assertThat(program.status().queueDepth().pendingOutbox()).isEqualTo(9);
    }

    @Test
    void theMetricsShowThem() {
        String scraped = program.program().meters().scrape();

        assertThat(scraped)
                .contains(
                        series("outbound", "due", 2),
                        series("outbound", "waiting", 3),
                        series("outbound", "claimed", 2),
                        series("outbound", "held", 1),
                        series("outbound", "unknown", 1),
                        series("outbound", "dead", 1),
                        series("inbound", "due", 2));
    }

    private static String series(String direction, String state, int messages) {
        return "palyra_queue_messages{connector_id=\"%s\",direction=\"%s\",state=\"%s\"} %d.0\n"
                .formatted(FLAKY, direction, state, messages);
    }

    @Test
    void aChannelAndTheListOfAllAskTheStoreOnceForTheirQueues() throws Exception {
        READS.clear();
        program.client().get(CHANNELS + "/" + FLAKY);
        assertThat(queueReads()).isEqualTo(1);

        READS.clear();
        program.client().get(CHANNELS);
        assertThat(queueReads()).isEqualTo(1);
    }

    private static long queueReads() {
        return READS.stream()
                .filter(read -> read.contains("FROM lanes l"))
                .filter(read -> read.contains("AS rate_limited"))
                .count();
    }
}
