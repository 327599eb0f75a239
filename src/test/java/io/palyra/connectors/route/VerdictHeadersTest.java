package io.palyra.connectors.route;

import static io.palyra.connectors.test.HttpAnswer.accepted;
import static io.palyra.connectors.test.HttpAnswer.status;
import static io.palyra.connectors.testkit.ProgramUnderTest.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Consumer;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a step behind each {@code palyra-settle} of the core routes and of their handlers sees what becomes of the message.
 * Method: the real route files with one step more, as a user edits them; gives up after one redelivery.
 */
class VerdictHeadersTest {

    /** Does not recognise a second send. */
    private static final ConnectorId CARELESS = ConnectorId.of("echo:careless");

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");

    @TempDir
    static Path folder;

    private static final Queue<Told> TOLD = new ConcurrentLinkedQueue<>();

    private static HttpDaemon daemon;
    private static ProgramUnderTest program;
    private static Consumer consumer;

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
    static void start() throws Exception {
        daemon = HttpDaemon.start();
        RoutesUnderTest routes = RoutesUnderTest.copy(folder).quickRetries(1);
        routes.edit("outbox.camel.yaml", "        - toD:\n            id: deliver", """
                        - filter:
                            simple: "${body.text} contains 'breaks'"
                            steps:
                              - throwException: {exceptionType: java.lang.IllegalStateException, message: broken}
                        - toD:
                            id: deliver""".indent(8)
                .stripTrailing());
        for (String direction : new String[] {"outbox", "inbox"}) {
            String file = direction.equals("outbox") ? "outbox.camel.yaml" : "daemon.camel.yaml";
            String settle = "uri: palyra-settle:" + direction;
            routes.edit(file, settle, settle + "\n        - to: seda:told");
            String handler = "            - to: palyra-settle:" + direction;
            routes.edit("retries.camel.yaml", handler, handler + "\n            - to: seda:told");
        }
        program = ProgramUnderTest.in(folder)
                .routes(routes)
                .settings(
                        "palyra.daemon.endpoint=" + daemon.uri(),
                        "palyra.connectors.echo.careless.enabled=true",
                        "palyra.connectors.echo.careless.idempotent=false")
                .start();
        consumer = program.context()
                .getEndpoint("seda:told")
                .createConsumer(exchange -> TOLD.add(Told.of(exchange.getMessage())));
        consumer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        consumer.stop();
        program.close();
        daemon.close();
    }

    private static void awaitTold(String envelopeId, String... headers) {
        program.awaitThat(() -> assertThat(TOLD.stream().filter(told -> told.envelopeId.equals(envelopeId)))
                .extracting(Told::headers)
                .containsExactly(headers));
    }

    private static String nativeId(ConnectorId connector, String envelopeId) {
        ConnectorUnderTest about = program.connector(connector);
        about.awaitDelivered(envelopeId);
        return String.valueOf(about.outbox(envelopeId).nativeMessageId());
    }

    @Test
    void ofAMessageThatIsDelivered() {
        program.enqueue("delivered", "delivered", "hello");

        awaitTold("delivered", "delivered 1 ack " + nativeId(ECHO, "delivered"));
    }

    @ParameterizedTest
    @CsvSource({
        "[network-once], transient_network",
        "[rate-limit-once], rate_limit",
        "[connector-crash-once], connector_restarting"
    })
    void ofAMessageThatWaitsAndIsDeliveredThen(String marker, String retryClass) {
        program.enqueue(retryClass, retryClass, marker);

        awaitTold(retryClass, "retry 1 unknown " + retryClass, "delivered 2 ack " + nativeId(ECHO, retryClass));
    }

    @Test
    void ofAMessageThatIsADeadLetterAtOnceOrAfterItsLastAttempt() {
        program.enqueue("permanent", "permanent", "[permanent]");
        program.enqueue("broken", "broken", "breaks before it is sent");

        awaitTold("permanent", "dead_letter 1 nack");
        awaitTold("broken", "retry 1 unknown", "dead_letter 2 nack");
    }

    @Test
    void ofAMessageThatThePlatformMayHave() {
        program.enqueue("sent-again", "sent-again", "[unknown-once]");
        program.connector(CARELESS).enqueue("asks", "asks", "[unknown-once]");

        awaitTold("sent-again", "retry 1 unknown", "delivered 2 ack " + nativeId(ECHO, "sent-again"));
        awaitTold("asks", "unknown 1 unknown");
    }

    @Test
    void ofAMessageThatItsConnectorCannotSend() {
        FlakyPlatform.fresh(FLAKY)
                .answers(request ->
                        new DeliveryOutcome.PermanentFailure("no access", Fault.CONNECTOR, Readiness.AUTH_FAILED));
        ConnectorUnderTest flaky = program.connector(FLAKY);
        flaky.register();

        flaky.enqueue("given-back", "given-back", "hello");

        awaitTold("given-back", "given_back 0 unknown");
    }

    @Test
    void ofAMessageToTheDaemon() throws Exception {
        daemon.answers("refused", HttpAnswer.json("{\"accepted\":false,\"decision_reason\":\"not allowed here\"}"))
                .answers("fails", status(500, "down"))
                .answers("later", status(503, "down"), accepted("hello"));

        for (String message : new String[] {"routed", "refused", "fails", "later"}) {
            program.receive(message, message, "hello");
        }

        awaitTold("routed", "routed 1");
        awaitTold("refused", "not_routed 1");
        awaitTold("fails", "retry 1", "dead_letter 2");
        awaitTold("later", "retry 1", "routed 2");
    }
}
