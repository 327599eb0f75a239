package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

/** The example {@code routes/examples/webhook-to-chat.camel.yaml} next to the core routes, called over HTTP. */
class WebhookToChatTest {

    private static final String TOKEN = "s3cret ${body} 'quoted'";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static ProgramUnderTest program;

    @BeforeAll
    static void start() throws Exception {
        RoutesUnderTest routes =
                RoutesUnderTest.copy(folder).add(RoutesUnderTest.REAL.resolve("examples/webhook-to-chat.camel.yaml"));
        program = ProgramUnderTest.start(
                folder,
                routes.with(Map.of(
                        "palyra.ingress.port",
                        "0",
                        "webhook-to-chat.token",
                        TOKEN,
                        "webhook-to-chat.conversation",
                        "ops")));
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @Test
    void sendsEachIdOnce() throws Exception {
        String webhook = "{\"id\":\"deploy-17\",\"text\":\"Version 2.3 is live\"}";

        HttpResponse<String> first = post(TOKEN, webhook);
        HttpResponse<String> again = post(TOKEN, webhook);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers().map()).doesNotContainKeys("x-webhook-token", "webhookid", "host");
        String envelopeId = WireFormat.tree(first.body()).path("envelope_id").asText();
        program.awaitDelivered(envelopeId);
        assertThat(program.events(envelopeId, EventType.OUTBOX_ENQUEUED)).hasSize(1);
    }

    @Test
    void takesANumberAsAnId() throws Exception {
        HttpResponse<String> taken = post(TOKEN, "{\"id\":19,\"text\":\"hello\"}");

        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    }

    /** What the echo connector refuses for good is a dead letter, which shows what was sent, and where. */
    @Test
    void sendsTheTextToTheConversation() throws Exception {
        post(TOKEN, "{\"id\":\"deploy-18\",\"text\":\"Grüße [permanent]\"}");

        await().untilAsserted(() -> assertThat(program.program()
                        .deadLetters()
                        .latest(ProgramUnderTest.ECHO, DeadLetterStore.Filter.ANY, 10)
                        .letters())
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.payload().path("text").asText()).isEqualTo("Grüße [permanent]");
                    assertThat(letter.payload().path("conversation_id").asText())
                            .isEqualTo("ops");
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "", "s3cret"})
    void answers401WhereTheSecretIsWrong(String token) throws Exception {
        HttpResponse<String> refused = post(token, "{\"id\":\"evil\",\"text\":\"spam\"}");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[1]",
                "{\"id\":\"a\"}",
                "{\"text\":\"a\"}",
                "{\"id\":\"b\",\"text\":\" \"}",
                "{\"id\":\"c\",\"text\":null}",
                "{\"id\":\"d\",\"text\":{\"a\":1}}",
                "{\"id\":null,\"text\":\"a\"}",
                "{\"id\":\"\",\"text\":\"a\"}",
                "{\"id\":[\"e\"],\"text\":\"a\"}",
                "{\"id\":{\"f\":1},\"text\":\"a\"}"
            })
    void answers400WhereThereIsNoMessage(String body) throws Exception {
        HttpResponse<String> refused = post(TOKEN, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains("an id and a text");
    }

    private static HttpResponse<String> post(String token, String body) throws IOException, InterruptedException {
        String address = program.application().ingress().orElseThrow().address();
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://" + address + "/hooks/chat"))
                        .timeout(PATIENCE)
                        .headers(List.of("X-Webhook-Token", token).toArray(String[]::new))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
