package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpStandIn;
import io.palyra.connectors.test.HttpStandIn.Request;
import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.test.PalyraExtension.Said;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example {@code routes/examples/language-model.camel.yaml}: the model is an HTTP server here, which repeats the question. */
class LanguageModelTest {

    private static final String INSTRUCTIONS = "Be \"brief\"";

    private final HttpStandIn model = HttpStandIn.start(this::answer);
    private volatile int status = 200;
    private volatile @Nullable Object content;

    @RegisterExtension
    final PalyraExtension palyra = PalyraExtension.program()
            .routes("routes/examples/language-model.camel.yaml")
            .settings(
                    "palyra.daemon.endpoint=direct:language-model",
                    "language-model.url=" + model.url("/v1/chat/completions"),
                    "language-model.key=k ${body}",
                    "language-model.instructions=" + INSTRUCTIONS);

    private HttpAnswer answer(Request asked) {
        int answer = status;
        status = 200;
        Object said = content == null ? "I say: " + question(asked) : content;
        content = null;
        String completion = WireFormat.write(Map.of("choices", List.of(Map.of("message", Map.of("content", said)))));
        return answer == 429
                ? HttpAnswer.status(answer, completion).header("Retry-After", "1")
                : HttpAnswer.json(completion);
    }

    private static String question(Request asked) {
        return asked.json().at("/messages/1/content").asText();
    }

    @AfterEach
    void stop() {
        model.close();
    }

    private List<String> retries(Said said) {
        return palyra
                .store("SELECT message FROM palyra_events_v1 WHERE event_type = 'inbound.retry' AND envelope_id = '"
                        + said.envelopeId() + "'")
                .stream()
                .map(row -> String.valueOf(row.get("message")))
                .toList();
    }

    @Test
    void asksWithTheTextAsItIsAndSendsWhatTheModelSays() {
        String text = "say \"hi\" \\ ${header.Authorization}\nünd {{language-model.key}} [permanent]";

        palyra.whenPlatformSays("c1", text);

        palyra.assertDeadLetter("c1", "simulated permanent failure");
        assertThat(palyra.store("SELECT payload FROM palyra_dead_letters_v1"))
                .singleElement()
                .satisfies(letter -> assertThat(WireFormat.tree(String.valueOf(letter.get("payload")))
                                .path("text")
                                .asText())
                        .isEqualTo("I say: " + text));
        assertThat(model.requests()).singleElement().satisfies(asked -> {
            assertThat(question(asked)).isEqualTo(text);
            assertThat(asked.json().at("/messages/0/content").asText()).isEqualTo(INSTRUCTIONS);
            assertThat(asked.headers())
                    .containsEntry("Authorization", "Bearer k ${body}")
                    .doesNotContainKey("X-palyra-principal");
        });
    }

    @Test
    void sendsNothingButText() {
        content = List.of(Map.of("type", "text", "text", "hi"));

        Said said = palyra.whenPlatformSays("c4", "hello");
        palyra.passTime(palyra.assertWaits("c4"));

        palyra.assertDelivered("c4", "I say: hello");
        assertThat(model.requests()).hasSize(2);
        assertThat(retries(said)).singleElement().asString().contains("java.lang.String");
    }

    @Test
    void asksAgainAfterARateLimitAndWhereNobodyListens() {
        status = 429;
        Said limited = palyra.whenPlatformSays("c2", "hello");
        palyra.passTime(palyra.assertWaits("c2"));
        palyra.assertDelivered("c2", "I say: hello");
        assertThat(model.requests()).hasSize(2);
        assertThat(retries(limited)).hasSize(1);

        model.stop();
        Said unheard = palyra.whenPlatformSays("c3", "hello");
        // The first time it may be the connection from before that is found closed
        palyra.passTime(palyra.assertWaits("c3"));
        await().untilAsserted(() -> assertThat(retries(unheard))
                .anySatisfy(message -> assertThat(message).contains("cannot be reached")));
        model.startAgain();
        palyra.passTime(palyra.assertWaits("c3"));

        palyra.assertDelivered("c3", "I say: hello");
    }
}
