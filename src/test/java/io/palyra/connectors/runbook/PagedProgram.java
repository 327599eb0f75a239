package io.palyra.connectors.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.AdminServerStarter;
import io.palyra.connectors.ProgramUnderTest;
import io.palyra.connectors.Surroundings;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The real program with its admin API, and somebody who has been called to it. */
final class PagedProgram implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ProgramUnderTest program;
    private final Operator operator;

    private PagedProgram(ProgramUnderTest program) {
        this.program = program;
        this.operator = new Operator(
                AdminServerStarter.start(program.application()).port(),
                program.application().settings().store().url());
    }

    static PagedProgram start(Path folder, Map<String, String> settings) throws Exception {
        return start(folder, settings, Surroundings.real());
    }

    static PagedProgram start(Path folder, Map<String, String> settings, Surroundings surroundings) throws Exception {
        return new PagedProgram(ProgramUnderTest.start(folder, settings, surroundings));
    }

    Operator operator() {
        return operator;
    }

    void awaitSession(String connector) {
        await("a session").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        program.program().supervisor().runtime(ConnectorId.of(connector)))
                .extractingByKey("session")
                .asString()
                .contains("connected=true"));
    }

    void receive(String envelope, String conversation, String text) throws InboundRefusedException {
        program.receive(envelope, conversation, text);
    }

    /** Messages {@code conversation-0} and so on, all in one conversation. */
    void flood(String connector, String conversation, int messages) {
        CompletableFuture.allOf(IntStream.range(0, messages)
                        .mapToObj(n -> program.program()
                                .outbox()
                                .enqueue(OutboundMessageRequest.builder(
                                                new EnvelopeId(conversation + "-" + n),
                                                ConnectorId.of(connector),
                                                new ConversationId(conversation),
                                                "flood")
                                        .build())
                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    void awaitEvent(String connector, String type) {
        await(type).atMost(PATIENCE).untilAsserted(() -> assertThat(
                        program.program().events().latest(ConnectorId.of(connector), 100))
                .extracting(LoggedEvent::eventType)
                .contains(type));
    }

    @Override
    public void close() throws Exception {
        program.close();
    }
}
