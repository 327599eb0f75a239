package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code routes/examples/language-model.camel.yaml}: the model is an HTTP server here, which repeats the question. */
class LanguageModelTest {

    private static final String INSTRUCTIONS = "Be \"brief\"";

    @TempDir
    Path folder;

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private HttpServer model;
    private ProgramUnderTest program;
    private volatile int status = 200;
    private volatile @Nullable Object content;

    private record Asked(Map<String, List<String>> headers, JsonNode body) {

        String question() {
            return body.at("/messages/1/content").asText();
        }
    }

    @BeforeEach
    void start() throws Exception {
        model = model(0);
        RoutesUnderTest routes = RoutesUnderTest.copy(folder)
                .quickRetries(30)
                .add(RoutesUnderTest.REAL.resolve("examples/language-model.camel.yaml"));
        program = ProgramUnderTest.start(
                folder,
                routes.with(Map.of(
                        "palyra.daemon.endpoint",
                        "direct:language-model",
                        "language-model.url",
                        "http://127.0.0.1:" + model.getAddress().getPort() + "/v1/chat/completions",
                        "language-model.key",
                        "k ${body}",
                        "language-model.instructions",
                        INSTRUCTIONS)));
    }

    private HttpServer model(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
        return server;
    }

    private void answer(HttpExchange http) throws IOException {
        try (http) {
            JsonNode body = WireFormat.tree(new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Asked question = new Asked(Map.copyOf(http.getRequestHeaders()), body);
            asked.add(question);
            int answer = status;
            status = 200;
            Object said = content == null ? "I say: " + question.question() : content;
            content = null;
            byte[] completion = WireFormat.write(Map.of("choices", List.of(Map.of("message", Map.of("content", said)))))
                    .getBytes(StandardCharsets.UTF_8);
            http.getResponseHeaders().set("Content-Type", "application/json");
            if (answer == 429) {
                http.getResponseHeaders().set("Retry-After", "1");
            }
            http.sendResponseHeaders(answer, completion.length);
            http.getResponseBody().write(completion);
        }
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        model.stop(0);
    }

    @Test
    void asksWithTheTextAsItIsAndSendsWhatTheModelSays() throws Exception {
        String text = "say \"hi\" \\ ${header.Authorization}\nünd {{language-model.key}} [permanent]";

        program.receive("m1", "c1", text);

        await().untilAsserted(() -> assertThat(program.program()
                        .deadLetters()
                        .latest(ProgramUnderTest.ECHO, DeadLetterStore.Filter.ANY, 10)
                        .letters())
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.payload().path("text").asText()).isEqualTo("I say: " + text)));
        assertThat(asked).singleElement().satisfies(question -> {
            assertThat(question.question()).isEqualTo(text);
            assertThat(question.body().at("/messages/0/content").asText()).isEqualTo(INSTRUCTIONS);
            assertThat(question.headers())
                    .containsEntry("Authorization", List.of("Bearer k ${body}"))
                    .doesNotContainKey("X-palyra-principal");
        });
    }

    @Test
    void sendsNothingButText() throws Exception {
        content = List.of(Map.of("type", "text", "text", "hi"));

        program.receive("m4", "c4", "hello");

        program.awaitDelivered("m4:0");
        assertThat(asked).hasSize(2);
        assertThat(program.events("m4", EventType.INBOUND_RETRY))
                .singleElement()
                .satisfies(event -> assertThat(event.message()).contains("java.lang.String"));
    }

    @Test
    void asksAgainAfterARateLimitAndWhereNobodyListens() throws Exception {
        status = 429;
        program.receive("m2", "c2", "hello");
        program.awaitDelivered("m2:0");
        assertThat(asked).hasSize(2);
        assertThat(program.events("m2", EventType.INBOUND_RETRY)).hasSize(1);

        int port = model.getAddress().getPort();
        model.stop(0);
        program.receive("m3", "c3", "hello");
        await().untilAsserted(() -> assertThat(program.events("m3", EventType.INBOUND_RETRY))
                .anySatisfy(event -> assertThat(event.message()).contains("cannot be reached")));
        model = model(port);

        program.awaitDelivered("m3:0");
    }
}
