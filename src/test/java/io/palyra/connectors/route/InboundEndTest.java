package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.test.PalyraExtension.Said;
import io.palyra.connectors.testkit.AdminClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of a message by how its inbound route ends. The steps of {@code inbound-steps.yaml} stand in place of the
 * template's; they choose by the text.
 */
class InboundEndTest {

    private static final Path RESOURCES = Path.of("src/test/resources/routes");

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .routes(RESOURCES.resolve("inbound-ends.camel.yaml").toString())
            .editRouteFile(
                    "inbound.camel.yaml", text -> text.substring(0, text.indexOf("      steps:\n")) + inboundSteps());

    private static String inboundSteps() {
        try {
            return Files.readString(RESOURCES.resolve("inbound-steps.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With its text as the envelope's id, in a conversation of its own. */
    private static Said receive(String text) {
        return receive(text, text);
    }

    private static Said receive(String text, String conversation) {
        return palyra.whenPlatformSays(InboundMessageEvent.builder(
                        new EnvelopeId(text),
                        ConnectorId.of("echo:default"),
                        new ConversationId(conversation),
                        new SenderId("user"),
                        text)
                .build());
    }

    private static List<Map<String, @Nullable Object>> inbox(String envelopeId) {
        return palyra.store("SELECT state FROM palyra_inbox_v1 WHERE envelope_id = '" + envelopeId + "'");
    }

    private static List<Map<String, @Nullable Object>> deadLetters(String envelopeId) {
        return palyra.store("SELECT dead_letter_id, payload FROM palyra_dead_letters_v1 WHERE direction = 'inbound'"
                + " AND envelope_id = '" + envelopeId + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spam", "stops", "stops with spam"})
    void aDecisionAgainstTheMessageIsAFilter(String text) {
        Said said = receive(text);

        assertThat(said.admitted()).isFalse();
        assertThat(said.reason()).isEqualTo("filtered by the inbound route");
        assertThat(said.comesAgainAfter()).isNull();
        assertThat(inbox(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "hides", "catches", "sends nonsense"})
    void everythingElseIsRefusedAndComesAgainFiveTimes(String text) {
        for (int attempt = 1; attempt < 5; attempt++) {
            Said refused = receive(text);

            assertThat(refused.admitted()).isFalse();
            assertThat(refused.comesAgainAfter()).isEqualTo(Duration.ofSeconds(1 << (attempt - 1)));
            assertThat(refused.reason()).contains("envelope " + text + " was not admitted: ");
            assertThat(inbox(text)).isEmpty();
        }

        Said last = receive(text);

        assertThat(last.admitted()).isFalse();
        assertThat(last.comesAgainAfter()).isNull();
        assertThat(last.reason()).startsWith("a step of the inbound route failed 5 times: ");
        assertThat(inbox(text)).isEqualTo(List.of(Map.of("state", "dead")));
        assertThat(palyra.store("SELECT event_id FROM palyra_events_v1 WHERE envelope_id = '" + text
                        + "' AND event_type = 'inbound.dead_letter'"))
                .hasSize(1);
        Map<String, @Nullable Object> letter = deadLetters(text).get(0);
        assertThat(WireFormat.tree(String.valueOf(letter.get("payload")))
                        .path("body")
                        .asText())
                .isEqualTo(text);
        assertThat(receive("after " + text).admitted()).isTrue();

        AdminClient operator = new AdminClient(palyra.admin("/").getPort());
        assertThat(operator.post("/admin/v1/channels/echo:default/operations/dead-letters/"
                                + letter.get("dead_letter_id") + "/replay")
                        .status())
                .isEqualTo(200);

        palyra.assertDelivered(text, "echo: " + text);
        assertThat(deadLetters(text)).isEmpty();
        assertThat(receive(text).reason()).as("given once more").isEqualTo("duplicate");
    }

    @Test
    void whatIsAdmittedStaysSoWhateverALaterStepDoes() {
        assertThat(receive("plain").reason()).isEqualTo("admitted");
        assertThat(receive("plain").reason()).isEqualTo("duplicate");
        assertThat(receive("fails late").reason()).isEqualTo("admitted");

        palyra.assertDelivered("fails late", "echo: fails late");
    }

    @Test
    void anotherRouteThatIsWaitedForMayAdmitIt() {
        assertThat(receive("elsewhere").reason()).isEqualTo("admitted");
    }

    @Test
    void whatReachesTheInboxBehindTheConnectorsBackIsTold() throws Exception {
        try (LogLines log = LogLines.of("io.palyra.connectors.inbox.InboxProducer")) {
            assertThat(receive("too late", "c1").reason()).isEqualTo("filtered by the inbound route");

            palyra.context().getRouteController().startRoute("too-late");

            palyra.assertDelivered("c1", "echo: too late");
            await().untilAsserted(() -> assertThat(log.lines()).hasSize(1));
            assertThat(log.lines().get(0))
                    .startsWith("WARN too late has reached the inbox after its inbound route had ended");
        }
    }
}
