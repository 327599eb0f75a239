package io.palyra.connectors.route;

import static io.palyra.connectors.testkit.ProgramUnderTest.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of a message by how its inbound route ends. The steps of {@code inbound-steps.yaml} stand in place of the
 * template's; they choose by the text.
 */
class InboundEndTest {

    @TempDir
    static Path folder;

    private static ProgramUnderTest program;

    @BeforeAll
    static void start() throws Exception {
        Path resources = Path.of("src/test/resources/routes");
        RoutesUnderTest routes = RoutesUnderTest.copy(folder)
                .add(resources.resolve("inbound-ends.camel.yaml"))
                .withInboundSteps(Files.readString(resources.resolve("inbound-steps.yaml")));
        program = ProgramUnderTest.start(folder, routes.with(Map.of()));
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    private static InboundIngestOutcome receive(String text) throws InboundRefusedException {
        return program.receive(text, "c1", text);
    }

    private static List<DeadLetter> deadLetters(String envelopeId) {
        return program
                .program()
                .deadLetters()
                .latest(ECHO, new DeadLetterStore.Filter(Direction.INBOUND, null, null, null), 100)
                .letters()
                .stream()
                .filter(letter -> letter.envelopeId().value().equals(envelopeId))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spam", "stops", "stops with spam"})
    void aDecisionAgainstTheMessageIsAFilter(String text) throws Exception {
        InboundIngestOutcome outcome = receive(text);

        assertThat(outcome.accepted()).isFalse();
        assertThat(outcome.decisionReason()).isEqualTo("filtered by the inbound route");
        assertThat(program.inbox(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "hides", "catches", "sends nonsense"})
    void everythingElseIsRefusedAndComesAgainFiveTimes(String text) throws Exception {
        for (int attempt = 1; attempt < 5; attempt++) {
            int seconds = 1 << (attempt - 1);
            assertThatThrownBy(() -> receive(text))
                    .isInstanceOfSatisfying(InboundRefusedException.class, refused -> {
                        assertThat(refused.isForGood()).isFalse();
                        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
                    })
                    .hasMessageContaining("envelope " + text + " was not admitted: ");
            assertThat(program.inbox(text)).isEmpty();
        }

        InboundIngestOutcome outcome = receive(text);

        assertThat(outcome.accepted()).isFalse();
        assertThat(outcome.decisionReason()).startsWith("a step of the inbound route failed 5 times: ");
        assertThat(program.inbox(text).orElseThrow().state()).isEqualTo(InboxState.DEAD);
        assertThat(program.events(text, EventType.INBOUND_DEAD_LETTER)).hasSize(1);
        DeadLetter letter = deadLetters(text).get(0);
        assertThat(letter.payload().path("body").asText()).isEqualTo(text);
        assertThat(receive("after " + text).accepted()).isTrue();

        program.program().deadLetterDesk().replay(ECHO, letter.deadLetterId());

        program.awaitDelivered(text + ":0");
        assertThat(deadLetters(text)).isEmpty();
        assertThat(receive(text).duplicate()).as("given once more").isTrue();
    }

    @Test
    void whatIsAdmittedStaysSoWhateverALaterStepDoes() throws Exception {
        assertThat(receive("plain").decisionReason()).isEqualTo("admitted");
        assertThat(receive("plain").duplicate()).isTrue();
        assertThat(receive("fails late").decisionReason()).isEqualTo("admitted");

        program.awaitDelivered("fails late:0");
    }

    @Test
    void anotherRouteThatIsWaitedForMayAdmitIt() throws Exception {
        assertThat(receive("elsewhere").decisionReason()).isEqualTo("admitted");
    }

    @Test
    void whatReachesTheInboxBehindTheConnectorsBackIsTold() throws Exception {
        try (LogLines log = LogLines.of("io.palyra.connectors.inbox.InboxProducer")) {
            assertThat(receive("too late").decisionReason()).isEqualTo("filtered by the inbound route");

            program.context().getRouteController().startRoute("too-late");

            program.awaitDelivered("too late:0");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN too late has reached the inbox after its inbound route had ended");
        }
    }
}
