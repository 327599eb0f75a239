package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.test.PalyraExtension;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example {@code routes/examples/webhook-to-chat.camel.yaml} next to the core routes, called over HTTP. */
class WebhookToChatTest {

    private static final String TOKEN = "s3cret ${body} 'quoted'";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .routes("routes/examples/webhook-to-chat.camel.yaml")
            .settings("webhook-to-chat.token=" + TOKEN, "webhook-to-chat.conversation=ops");

    @Test
    void sendsEachIdOnce() throws Exception {
        String webhook = "{\"id\":\"deploy-17\",\"text\":\"Grüße: version 2.3 is live\"}";

        HttpResponse<String> first = post(TOKEN, webhook);
        HttpResponse<String> again = post(TOKEN, webhook);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers().map()).doesNotContainKeys("x-webhook-token", "webhookid", "host");
        String envelopeId = WireFormat.tree(first.body()).path("envelope_id").asText();
        assertThat(envelopeId).matches("webhook-[0-9a-f]{64}");
        HttpResponse<String> number = post(TOKEN, "{\"id\":19,\"text\":\"nineteen\"}");
        HttpResponse<String> another = post(TOKEN, "{\"id\":20,\"text\":\"twenty\"}");
        HttpResponse<String> fraction = post(TOKEN, "{\"id\":1234567890123456789.1,\"text\":\".1\"}");
        HttpResponse<String> otherFraction = post(TOKEN, "{\"id\":1234567890123456789.2,\"text\":\".2\"}");
        HttpResponse<String> asText = post(TOKEN, "{\"id\":\"20\",\"text\":\"twenty\"}");

        assertThat(number.statusCode()).as(number.body()).isEqualTo(202);
        assertThat(another.body()).isNotEqualTo(number.body()).isEqualTo(asText.body());
        assertThat(otherFraction.statusCode()).as(otherFraction.body()).isEqualTo(202);
        assertThat(otherFraction.body()).isNotEqualTo(fraction.body());
        palyra.assertDelivered("ops", "Grüße: version 2.3 is live", "nineteen", "twenty", ".1", ".2");
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
                "\"id\"",
                "null",
                "{\"id\":\"g\",\"text\":\"a\"}{\"id\":\"h\",\"text\":\"b\"}",
                "{\"id\":true,\"text\":\"a\"}",
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
        return HTTP.send(
                HttpRequest.newBuilder(palyra.ingress("/hooks/chat"))
                        .timeout(PATIENCE)
                        .headers(List.of("X-Webhook-Token", token).toArray(String[]::new))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
