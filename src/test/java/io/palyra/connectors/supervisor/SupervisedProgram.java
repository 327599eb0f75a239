package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.ConnectorProgram;
import io.palyra.connectors.ProgramUnderTest;
import io.palyra.connectors.Surroundings;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real program as an operator sees it; it may be stopped and started again on the same store. */
final class SupervisedProgram implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private final Surroundings surroundings;
    private ProgramUnderTest running;

    private SupervisedProgram(Path folder, Surroundings surroundings, ProgramUnderTest running) {
        this.folder = folder;
        this.surroundings = surroundings;
        this.running = running;
    }

    /** @param settings {@code key=value} */
    static SupervisedProgram start(Path folder, String... settings) throws Exception {
        return start(folder, Surroundings.real(), settings);
    }

    /** With its own time. */
    static SupervisedProgram start(Path folder, Surroundings surroundings, String... settings) throws Exception {
        return new SupervisedProgram(folder, surroundings, ProgramUnderTest.start(folder, map(settings), surroundings));
    }

    void restart(String... settings) throws Exception {
        running.close();
        running = ProgramUnderTest.start(folder, map(settings), surroundings);
    }

    /** A route that does not start is tried again soon. */
    private static Map<String, String> map(String... settings) {
        Map<String, String> map = new HashMap<>();
        map.put("camel.routecontroller.backOffDelay", "100");
        Arrays.stream(settings)
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> map.put(setting[0], setting[1]));
        return map;
    }

    ConnectorProgram program() {
        return running.program();
    }

    /** What otherwise happens after some time. */
    void probe(ConnectorId connectorId) {
        ((InstanceSignals) supervisor().host()).probe(connectorId);
    }

    ConnectorSupervisor supervisor() {
        return program().supervisor();
    }

    ConnectorStatus status(ConnectorId connectorId) {
        return supervisor().status(connectorId);
    }

    ConnectorId register(ConnectorId connectorId) {
        supervisor().register(spec(connectorId));
        return connectorId;
    }

    static ConnectorInstanceSpec spec(ConnectorId connectorId) {
        return ConnectorInstanceSpec.forAccount(connectorId.kind(), connectorId.name())
                .withEnabled(true);
    }

    /** Puts messages into the outbox, all into one conversation. */
    void enqueue(ConnectorId connectorId, String conversation, String... envelopes) {
        for (String envelope : envelopes) {
            program()
                    .outbox()
                    .enqueue(OutboundMessageRequest.builder(
                                    new EnvelopeId(envelope),
                                    connectorId,
                                    new ConversationId(conversation),
                                    "text of " + envelope)
                            .build())
                    .join();
        }
    }

    OutboxEntry outbox(ConnectorId connectorId, String envelope) {
        return program()
                .outboxStore()
                .find(connectorId, new EnvelopeId(envelope))
                .get(0);
    }

    void awaitState(ConnectorId connectorId, String envelope, OutboxState state) {
        await(envelope).atMost(PATIENCE).untilAsserted(() -> assertThat(
                        outbox(connectorId, envelope).state())
                .isEqualTo(state));
    }

    void awaitDelivered(ConnectorId connectorId, String envelope) {
        awaitState(connectorId, envelope, OutboxState.DELIVERED);
    }

    void awaitEvent(ConnectorId connectorId, String type) {
        await(type).atMost(PATIENCE).until(() -> eventTypes(connectorId).contains(type));
    }

    /**
     * Sees to it that whatever could be claimed by now has been: what is due for another connector is delivered by a claim
     * that looked at every connector.
     */
    void awaitOthersDelivered(String marker) {
        enqueue(ProgramUnderTest.ECHO, marker, marker);
        awaitDelivered(ProgramUnderTest.ECHO, marker);
    }

    /** The connector's events, oldest first. */
    List<String> eventTypes(ConnectorId connectorId) {
        List<LoggedEvent> events = new ArrayList<>(program().events().latest(connectorId, 1000));
        Collections.reverse(events);
        assertThat(events).allSatisfy(event -> assertThat(event.connectorId()).isEqualTo(connectorId));
        return events.stream().map(LoggedEvent::eventType).toList();
    }

    @Override
    public void close() throws Exception {
        running.close();
    }
}
