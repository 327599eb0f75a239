package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.lane.DeadLetterStore;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message goes the whole way through the real routes: connector, inbox, daemon, outbox, connector. */
class WholePathTest {

    @TempDir
    Path folder;

    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        program = ProgramUnderTest.start(folder, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void deliversTheReplyToAMessage() throws Exception {
        assertThat(program.receive("m1", "c1", "hello").accepted()).isTrue();

        awaitState("m1:0", OutboxState.DELIVERED);

        assertThat(program.findOutbox("m1:0").orElseThrow().nativeMessageId().value())
                .matches("echo-[0-9a-f]{32}");
        assertThat(eventTypes()).contains("inbound.received", "inbound.routed", "outbox.enqueued", "outbox.delivered");
    }

    @Test
    void routesAMessageOnce() throws Exception {
        program.receive("m1", "c1", "hello");
        awaitState("m1:0", OutboxState.DELIVERED);

        assertThat(program.receive("m1", "c1", "hello").duplicate()).isTrue();

        assertThat(eventTypes()).containsOnlyOnce("inbound.routed").contains("inbound.duplicate");
    }

    @Test
    void retriesWhatTheConnectorRefusesOnce() throws Exception {
        program.receive("m1", "c1", "one [rate-limit-once]");
        program.receive("m2", "c2", "two [network-once]");
        program.receive("m3", "c3", "three [connector-crash-once]");
        program.receive("m4", "c4", "four [unknown-once]");

        for (String message : List.of("m1:0", "m2:0", "m3:0", "m4:0")) {
            awaitState(message, OutboxState.DELIVERED);
            assertThat(program.findOutbox(message).orElseThrow().attempts())
                    .as(message)
                    .isEqualTo(2);
        }
        assertThat(program.program().supervisor().status(ProgramUnderTest.ECHO).restartCount())
                .isEqualTo(1);
        assertThat(eventTypes()).contains("outbox.retry", "outbox.unknown");
    }

    @Test
    void makesADeadLetterOfAPermanentFailureAndGoesOn() throws Exception {
        program.receive("m1", "c1", "bad [permanent]");
        program.receive("m2", "c1", "good");

        awaitState("m2:0", OutboxState.DELIVERED);

        assertThat(program.findOutbox("m1:0").orElseThrow().state()).isEqualTo(OutboxState.DEAD);
        assertThat(program.program()
                        .deadLetters()
                        .latest(ProgramUnderTest.ECHO, DeadLetterStore.Filter.ANY, 10)
                        .letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("permanent"));
    }

    @Test
    void keepsOrderWhileTheFirstWaits() throws Exception {
        program.receive("m1", "c1", "first [network-once]");
        program.receive("m2", "c1", "second");
        program.receive("m3", "c2", "other conversation");

        awaitState("m3:0", OutboxState.DELIVERED);
        assertThat(program.findOutbox("m2:0").orElseThrow().state()).isEqualTo(OutboxState.PENDING);
        awaitState("m2:0", OutboxState.DELIVERED);

        assertThat(program.program()
                        .inboxStore()
                        .find(ProgramUnderTest.ECHO, new EnvelopeId("m2"))
                        .orElseThrow()
                        .state())
                .isEqualTo(InboxState.ROUTED);
    }

    private void awaitState(String envelopeId, OutboxState state) {
        await(envelopeId).untilAsserted(() -> assertThat(program.findOutbox(envelopeId))
                .hasValueSatisfying(entry -> assertThat(entry.state()).isEqualTo(state)));
    }

    private List<String> eventTypes() {
        return program.program().events().latest(ProgramUnderTest.ECHO, 100).stream()
                .map(LoggedEvent::eventType)
                .toList();
    }
}
