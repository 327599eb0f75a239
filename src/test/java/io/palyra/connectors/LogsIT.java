package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the log of a real process says. Everything that is handed to it, texts of messages, what its daemon answers, tokens,
 * carries a word that must not be there.
 */
class LogsIT {

    private static final String TEXT = "kingfisher";
    private static final String SECRET = "nightingale";
    /** What the daemon and the platform make of a message. */
    private static final List<String> WORDS = List.of(
            "fine",
            "refused",
            "garbage",
            "failing",
            "mistyped",
            "invalid",
            "declined",
            "[permanent]",
            "[network-once]",
            "[rate-limit-once]",
            "[unknown-once]",
            "[connector-crash-once]");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern API = Pattern.compile("Admin API: ([^\\s\"]+)");

    @TempDir
    private Path parent;

    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer daemon;
    private Process process;

    @BeforeEach
    void startDaemon() throws IOException {
        daemon = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        daemon.createContext("/", LogsIT::answer);
        daemon.start();
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
        daemon.stop(0);
    }

    /** By the first word of the text. */
    private static void answer(HttpExchange exchange) throws IOException {
        String body = WireFormat.tree(exchange.getRequestBody().readAllBytes())
                .path("body")
                .asText();
        String word = body.split(" ")[0];
        int status = word.equals("refused") ? 422 : word.equals("failing") ? 500 : 200;
        String answer = status != 200 ? "{\"error\":\"" + TEXT + "\"}" : said(word, body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, answer.length());
        exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private static String said(String word, String body) {
        return switch (word) {
            case "garbage" -> TEXT + " {";
            case "mistyped" -> "{\"accepted\":\"" + TEXT + "\",\"outputs\":\"" + TEXT + "\"}";
            case "invalid" -> "{\"accepted\":true,\"outputs\":[{\"text\":\"\",\"thread_id\":\"" + TEXT + "\"}]}";
            case "declined" -> "{\"accepted\":false,\"decision_reason\":\"" + TEXT + "\"}";
            default -> "{\"accepted\":true,\"outputs\":[{\"text\":\"" + body + "\"}]}";
        };
    }

    private Launch launch() throws IOException {
        Launch launch = Launch.in(parent);
        Files.writeString(launch.folder().resolve("secret"), SECRET);
        return launch.option("palyra.admin.token", "{{file:secret}}")
                .option(
                        "palyra.daemon.endpoint",
                        "http://127.0.0.1:" + daemon.getAddress().getPort() + "/")
                .option("palyra.connectors.discord.ops.enabled", "true")
                .option("palyra.connectors.discord.ops.token", "{{file:secret}}")
                .option("palyra.connectors.discord.ops.rest-url", "http://127.0.0.1:9")
                .option("palyra.connectors.discord.ops.egress-allow-loopback", "true");
    }

    @Test
    void saysWhatIsWrongAndNoTextAndNoSecret() throws Exception {
        Launch launch = launch().option("palyra.logs.format", "json");
        Files.writeString(launch.folder().resolve("routes/own.camel.yaml"), """
                - route:
                    id: own
                    from:
                      uri: timer:once?repeatCount=1
                      steps:
                        - setBody: {constant: "%1$s"}
                        - setHeader: {name: Note, constant: "%1$s"}
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: own step broke}
                """.formatted(TEXT));
        process = launch.start();
        String api = api(launch);

        for (String word : WORDS) {
            String body =
                    "{\"text\":\"%1$s %2$s\",\"conversation_id\":\"%1$s\",\"wait_ms\":1000}".formatted(word, TEXT);
            send(api + "/echo:default/test", body, SECRET);
        }
        send(api + "/echo:default/test", "{\"text\":\"" + TEXT + "\",\"wait_ms\":\"" + TEXT + "\"}", SECRET);
        send(api + "/echo:default/test", TEXT, SECRET);
        send(api + "/echo:default/messages/send", "{\"text\":[\"" + TEXT + "\"]}", SECRET);
        for (int guess = 0; guess < 12; guess++) {
            send(api + "/echo:default/test", "{}", SECRET + guess);
        }
        for (String said : List.of("own step broke", "outbox.dead_letter: ", "inbound.not_routed: ")) {
            await(said).atMost(PATIENCE).until(() -> launch.err().contains(said));
        }
        process.destroy();
        process.waitFor();

        assertThat(launch.err().lines()).allMatch(line -> line.startsWith("{"));
        List<JsonNode> lines = launch.err().lines().map(WireFormat::tree).toList();
        assertThat(launch.err()).doesNotContain(TEXT, SECRET);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.path("level").asText()).isIn("INFO", "WARN", "ERROR"));
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("message").asText()).startsWith("outbox.dead_letter: ");
            assertThat(line.path("connector_id").asText()).isEqualTo("echo:default");
            assertThat(line.path("envelope_id").asText()).endsWith(":0");
        });
        assertThat(lines).anyMatch(saying("inbound.not_routed: "));
    }

    @Test
    void followsAMessageFromItsEnvelopeToItsNativeId() throws Exception {
        Launch launch = launch().option("palyra.logs.level", "debug").option("palyra.logs.message-text", "true");
        Path routes = launch.folder().resolve("routes/daemon.camel.yaml");
        Files.writeString(
                routes,
                Files.readString(routes).replace("      steps:\n", "      steps:\n        - log: \"own step\"\n"));
        process = launch.start();

        send(api(launch) + "/echo:default/test", "{\"text\":\"fine " + TEXT + "\",\"envelope_id\":\"E7\"}", SECRET);
        await().atMost(PATIENCE).until(() -> launch.err().contains("outbox.delivered"));

        List<String> found =
                launch.err().lines().filter(line -> line.contains("E7")).toList();
        assertThat(String.join("\n", found))
                .containsSubsequence(
                        "[echo:default E7]",
                        "inbound.received",
                        "[echo:default E7]: own step",
                        "outbox.enqueued",
                        "[echo:default E7:0]: outbox.delivered",
                        "native_message_id=echo-")
                .contains(TEXT);
    }

    @Test
    void hasTheIdsAsFields() throws Exception {
        Launch launch = launch().option("palyra.logs.level", "debug").option("palyra.logs.format", "json");
        process = launch.start();

        send(api(launch) + "/echo:default/test", "{\"text\":\"fine\",\"envelope_id\":\"E7\"}", SECRET);
        await().atMost(PATIENCE).until(() -> launch.err().contains("outbox.delivered"));

        assertThat(launch.err().lines().filter(line -> line.contains("outbox.delivered")))
                .map(WireFormat::tree)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("connector_id").asText()).isEqualTo("echo:default");
                    assertThat(line.path("envelope_id").asText()).isEqualTo("E7:0");
                    assertThat(line.path("native_message_id").asText()).startsWith("echo-");
                });
    }

    private static Predicate<JsonNode> saying(String start) {
        return line -> line.path("message").asText().startsWith(start);
    }

    private static String api(Launch launch) {
        await().atMost(PATIENCE).until(() -> launch.err().contains("Palyra Connectors runs"));
        try {
            Matcher api = API.matcher(launch.err());
            assertThat(api.find()).isTrue();
            return api.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(String url, String body, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        http.send(request, BodyHandlers.discarding());
    }
}
