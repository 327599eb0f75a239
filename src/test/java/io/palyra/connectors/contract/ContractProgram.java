package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.ConnectorProgram;
import io.palyra.connectors.ProgramUnderTest;
import io.palyra.connectors.Surroundings;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.store.WatchedStore;
import io.palyra.connectors.supervisor.ConnectorStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;

/** The real program with the connector's instance; it may be stopped and started again on the same store. */
final class ContractProgram implements AutoCloseable {

    /** How often another bot and ours may answer each other in a minute. */
    static final int BOT_LOOP_LIMIT = 3;

    private final PlatformUnderTest platform;
    private final Path folder;
    private final Duration patience;
    private final RefusingInbox inbox = new RefusingInbox();
    private ProgramUnderTest running;

    private ContractProgram(PlatformUnderTest platform, Path folder, Duration patience) throws Exception {
        this.platform = platform;
        this.folder = folder;
        this.patience = patience;
        this.running = open();
    }

    /** @param patience how long a rule waits for what has to happen */
    static ContractProgram start(PlatformUnderTest platform, Path folder, Duration patience) throws Exception {
        ContractProgram program = new ContractProgram(platform, folder, patience);
        platform.started(program.running);
        return program;
    }

    private ProgramUnderTest open() throws Exception {
        Map<String, String> settings = new HashMap<>(platform.settings(folder));
        String instance = "palyra.connectors." + id().kind() + "." + id().name();
        settings.put(instance + ".other-bots", "mention");
        settings.put(instance + ".bot-loop-limit", String.valueOf(BOT_LOOP_LIMIT));
        settings.put("palyra.store.synchronous", "NORMAL");
        settings.put("camel.routecontroller.backOffDelay", "100");
        return ProgramUnderTest.start(
                folder, settings, Surroundings.real().withStore(new WatchedStore(inbox, new StatementWatch() {})));
    }

    void stop() throws Exception {
        running.close();
    }

    void startAgain() throws Exception {
        running = open();
        platform.started(running);
    }

    PlatformUnderTest platform() {
        return platform;
    }

    RefusingInbox inbox() {
        return inbox;
    }

    ProgramUnderTest underTest() {
        return running;
    }

    ConnectorProgram parts() {
        return running.program();
    }

    ConnectorId id() {
        return platform.connectorId();
    }

    ConnectorStatus status() {
        return parts().supervisor().status(id());
    }

    ConnectorCapabilitySet capabilities() {
        return parts().catalog().find(id().kind()).capabilities();
    }

    Map<String, String> cursors() {
        return parts().supervisor().host().cursors(id()).positions();
    }

    OutboundMessageRequestBuilder message(String envelope, String conversation, String text) {
        return OutboundMessageRequest.builder(new EnvelopeId(envelope), id(), new ConversationId(conversation), text);
    }

    EnqueueOutcome enqueue(OutboundMessageRequest request) {
        return parts().outbox().enqueue(request).join();
    }

    EnqueueOutcome enqueue(String envelope, String conversation, String text) {
        return enqueue(message(envelope, conversation, text).build());
    }

    /** What the connector's producer answers; throws what it throws. */
    <T> T produce(String query, Object body, Class<T> type) {
        return running.application()
                .context()
                .createProducerTemplate()
                .requestBody(ConnectorComponent.uri(id()) + query, body, type);
    }

    OutboxEntry outbox(String envelope) {
        return parts().outboxStore().find(id(), new EnvelopeId(envelope)).get(0);
    }

    /** Fails as soon as the message has ended otherwise. */
    void awaitState(String envelope, OutboxState state) {
        awaitThat(() -> assertThat(outbox(envelope).state())
                .as("state of %s", envelope)
                .isIn(state, OutboxState.DELIVERED, OutboxState.DEAD));
        assertThat(outbox(envelope).state()).as("state of %s", envelope).isEqualTo(state);
    }

    /** Fails as soon as the platform has something else: it never gives a message back. */
    void awaitTaken(String conversation, String... texts) {
        List<String> expected = List.of(texts);
        awaitThat(() -> {
            List<String> taken = platform.taken(conversation);
            int soFar = Math.min(taken.size(), expected.size());
            assertThat(soFar == expected.size() || !taken.equals(expected.subList(0, soFar)))
                    .as("what the platform took: %s of %s", taken, expected)
                    .isTrue();
        });
        assertThat(platform.taken(conversation)).as("what the platform took").containsExactly(texts);
    }

    void awaitConnected() {
        awaitThat(
                () -> assertThat(platform.connected()).as("the session is open").isTrue());
    }

    void awaitThat(ThrowingRunnable assertion) {
        await().pollInterval(Duration.ofMillis(20)).atMost(patience).untilAsserted(assertion);
    }

    /** The instance's events of one type. */
    List<LoggedEvent> events(String type) {
        return parts().events().latest(id(), 1_000).stream()
                .filter(event -> event.eventType().equals(type))
                .toList();
    }

    /** The instance's events of one type about one message. */
    List<LoggedEvent> events(String type, String envelope) {
        return events(type).stream()
                .filter(event -> event.details() != null
                        && event.details().path("envelope_id").asText().equals(envelope))
                .toList();
    }

    @Override
    public void close() throws Exception {
        running.close();
    }
}
