package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.palyra.connectors.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: what the API's tests take can be typed. Method: all options at once, and the body that they make. */
class TestCommandFieldsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<JsonNode> bodies = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(JSON.readTree(exchange.getRequestBody()));
            byte[] answer = "{\"ingest\":{\"accepted\":true}}".getBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TestRequest     | test --text t --conversation-id c --sender-id s --sender-display d --simulate-crash-once --no-direct-message --broadcast --sender-is-bot --reply-to 9 --reply-to-body b --envelope-id e --wait-ms 7
            TestSendRequest | test-send --target c --text t --auto-reaction r --thread-id 8 --reply-to 9 --yes
            """)
    void everyFieldHasAnOption(String schema, String line) throws Exception {
        List<String> typed = new ArrayList<>(List.of(line.split(" ")));
        typed.add(0, "channels");
        typed.add(2, "echo:default");
        typed.add("--url=http://127.0.0.1:" + server.getAddress().getPort());
        Command.run(typed.toArray(String[]::new));

        JsonNode body = bodies.remove();
        assertThat(body.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(fields(schema));
        assertThat(body.path("is_direct_message").asBoolean()).isFalse();
        assertThat(body).allSatisfy(value -> assertThat(value.isNull()).isFalse());
    }

    private static List<String> fields(String schema) throws IOException {
        JsonNode description = JSON.readTree(TestCommandFieldsTest.class.getResource("/openapi.json"));
        List<String> fields = new ArrayList<>();
        description
                .at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(fields::add);
        assertThat(fields).isNotEmpty();
        return fields;
    }
}
