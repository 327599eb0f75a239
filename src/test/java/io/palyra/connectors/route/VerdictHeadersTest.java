package io.palyra.connectors.route;

import static io.palyra.connectors.test.HttpAnswer.accepted;
import static io.palyra.connectors.test.HttpAnswer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.test.PalyraExtension;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.apache.camel.Consumer;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a step behind each {@code palyra-settle} of the core routes and of their handlers sees what becomes of the message.
 * Method: the real route files with one step more, as a user edits them; gives up after one redelivery.
 */
class VerdictHeadersTest {

    private static final String ECHO = "echo:default";

    /** Does not recognise a second send. */
    private static final String CARELESS = "echo:careless";

    private static final String FLAKY = "flaky:ops";

    private static final Queue<Told> TOLD = new ConcurrentLinkedQueue<>();

    private static final FlakyPlatform PLATFORM = FlakyPlatform.fresh(ConnectorId.of(FLAKY))
            .answers(request ->
                    new DeliveryOutcome.PermanentFailure("no access", Fault.CONNECTOR, Readiness.AUTH_FAILED));

    private static final HttpDaemon DAEMON = HttpDaemon.start();

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .connectors(ECHO, CARELESS, FLAKY)
            .notStoodIn("flaky")
            .editRouteFile("outbox.camel.yaml", breaking())
            .editRouteFile("outbox.camel.yaml", telling("uri: palyra-settle:outbox", ""))
            .editRouteFile("daemon.camel.yaml", telling("uri: palyra-settle:inbox", ""))
            .editRouteFile("retries.camel.yaml", telling("            - to: palyra-settle:outbox", "    "))
            .editRouteFile("retries.camel.yaml", telling("            - to: palyra-settle:inbox", "    "))
            .editRouteFile("retries.camel.yaml", replacing("maximumRedeliveries: 4", "maximumRedeliveries: 1"))
            .editRouteFile("retries.camel.yaml", replacing("maximumRedeliveries: 81", "maximumRedeliveries: 1"))
            .settings("palyra.daemon.endpoint=" + DAEMON.uri(), "palyra.connectors.echo.careless.idempotent=false");

    private static Consumer consumer;

    private static UnaryOperator<String> replacing(String before, String after) {
        return text -> text.replace(before, after);
    }

    private static UnaryOperator<String> telling(String settle, String deeper) {
        return replacing(settle, settle + "\n" + deeper + "        - to: seda:told");
    }

    private static UnaryOperator<String> breaking() {
        return replacing(
                "        - toD:\n            id: deliver", """
                        - filter:
                            simple: "${body.text} contains 'breaks'"
                            steps:
                              - throwException: {exceptionType: java.lang.IllegalStateException, message: broken}
                        - toD:
                            id: deliver""".indent(8).stripTrailing());
    }

    /** What the step has seen, without what was not there. */
    private record Told(String envelopeId, String headers) {

        static Told of(Message message) {
            StringBuilder headers = new StringBuilder();
            for (String header : new String[] {
                PalyraConstants.VERDICT,
                PalyraConstants.ATTEMPT,
                PalyraConstants.RECEIPT_STATE,
                PalyraConstants.RETRY_CLASS,
                PalyraConstants.NATIVE_MESSAGE_ID
            }) {
                @Nullable Object value = message.getHeader(header);
                headers.append(value == null ? "" : " " + value);
            }
            return new Told(message.getHeader(PalyraConstants.ENVELOPE_ID, String.class), headers.substring(1));
        }
    }

    @BeforeAll
    static void listen() throws Exception {
        consumer = palyra.context()
                .getEndpoint("seda:told")
                .createConsumer(exchange -> TOLD.add(Told.of(exchange.getMessage())));
        consumer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        consumer.stop();
        DAEMON.close();
    }

    private static void send(String connector, String envelopeId, String text) {
        palyra.template()
                .sendBodyAndHeader(
                        "palyra-outbox:" + connector + "?conversationId=" + envelopeId,
                        text,
                        PalyraConstants.ENVELOPE_ID,
                        envelopeId);
    }

    private static void awaitTold(String envelopeId, String... headers) {
        await().untilAsserted(() -> assertThat(TOLD.stream().filter(told -> told.envelopeId.equals(envelopeId)))
                .extracting(Told::headers)
                .containsExactly(headers));
    }

    private static String nativeId(String envelopeId) {
        return String.valueOf(
                palyra.store("SELECT native_message_id FROM palyra_outbox_v1 WHERE envelope_id = '" + envelopeId + "'")
                        .get(0)
                        .get("native_message_id"));
    }

    @Test
    void ofAMessageThatIsDelivered() {
        send(ECHO, "delivered", "hello");

        palyra.assertDelivered("delivered", "hello");
        awaitTold("delivered", "delivered 1 ack " + nativeId("delivered"));
    }

    @ParameterizedTest
    @CsvSource({
        "[network-once], transient_network",
        "[rate-limit-once], rate_limit",
        "[connector-crash-once], connector_restarting"
    })
    void ofAMessageThatWaitsAndIsDeliveredThen(String marker, String retryClass) {
        send(ECHO, retryClass, marker);
        palyra.passTime(palyra.assertWaits(retryClass));

        palyra.assertDelivered(retryClass, marker);
        awaitTold(retryClass, "retry 1 unknown " + retryClass, "delivered 2 ack " + nativeId(retryClass));
    }

    @Test
    void ofAMessageThatIsADeadLetterAtOnceOrAfterItsLastAttempt() {
        send(ECHO, "permanent", "[permanent]");
        send(ECHO, "broken", "breaks before it is sent");
        palyra.passTime(palyra.assertWaits("broken"));

        awaitTold("permanent", "dead_letter 1 nack");
        awaitTold("broken", "retry 1 unknown", "dead_letter 2 nack");
    }

    @Test
    void ofAMessageThatThePlatformMayHave() {
        send(ECHO, "sent-again", "[unknown-once]");
        send(CARELESS, "asks", "[unknown-once]");
        palyra.passTime(palyra.assertWaits("sent-again"));

        palyra.assertDelivered("sent-again", "[unknown-once]");
        awaitTold("sent-again", "retry 1 unknown", "delivered 2 ack " + nativeId("sent-again"));
        awaitTold("asks", "unknown 1 unknown");
    }

    @Test
    void ofAMessageThatItsConnectorCannotSend() {
        send(FLAKY, "given-back", "hello");

        awaitTold("given-back", "given_back 0 unknown");
        assertThat(PLATFORM.sent()).containsExactly("given-back");
    }

    @Test
    void ofAMessageToTheDaemon() {
        DAEMON.answers("refused", HttpAnswer.json("{\"accepted\":false,\"decision_reason\":\"not allowed here\"}"))
                .answers("fails", status(500, "down"))
                .answers("later", status(503, "down"), accepted("hello"));

        for (String message : new String[] {"routed", "refused", "fails", "later"}) {
            palyra.whenPlatformSays(InboundMessageEvent.builder(
                            new EnvelopeId(message),
                            ConnectorId.of(ECHO),
                            new ConversationId(message),
                            new SenderId("user"),
                            "hello")
                    .build());
        }
        Duration fails = palyra.assertWaits("fails");
        Duration later = palyra.assertWaits("later");
        palyra.passTime(fails.compareTo(later) > 0 ? fails : later);

        awaitTold("routed", "routed 1");
        awaitTold("refused", "not_routed 1");
        awaitTold("fails", "retry 1", "dead_letter 2");
        // Where both have failed last, one message at a time tries the daemon, and the other waits for its turn
        palyra.passTime(Duration.ofMinutes(2));
        awaitTold("later", "retry 1", "routed 2");
    }
}
