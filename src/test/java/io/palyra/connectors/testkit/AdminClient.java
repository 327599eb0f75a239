package io.palyra.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls the admin API over real HTTP, and fails where an answer is not as the API's description says. */
public final class AdminClient {

    /** What came back. */
    public record Reply(int status, HttpResponse<String> response) {

        public JsonNode json() {
            return WireFormat.tree(response.body());
        }

        /** A value by JSON pointer. */
        public JsonNode at(String pointer) {
            return json().at(pointer);
        }

        public String text(String pointer) {
            return at(pointer).asText();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    public AdminClient(int port) {
        this.port = port;
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public Reply delete(String path, String... headers) {
        return send("DELETE", path, BodyPublishers.noBody(), headers);
    }

    /** Without a body and its type. */
    public Reply post(String path) {
        return send("POST", path, BodyPublishers.noBody());
    }

    /** Quotes are written as apostrophes. */
    public Reply post(String path, String json, String... headers) {
        String[] all = Stream.concat(Stream.of("Content-Type", "application/json"), Arrays.stream(headers))
                .toArray(String[]::new);
        return send("POST", path, BodyPublishers.ofString(json.replace('\'', '"')), all);
    }

    public Reply send(String method, String path, BodyPublisher body, @Nullable String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (!method.equals("HEAD")) {
                assertThat(ApiDescription.OURS.faults(method, path, response))
                        .as(method + " " + path + " → " + response.statusCode() + " " + response.body())
                        .isEmpty();
            }
            return new Reply(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
