package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.WireFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the event stream that reads as a browser does. */
final class StreamClient implements AutoCloseable {

    static final String STREAM = "/admin/v1/events/stream";

    /** A message or a comment; of a comment the name is a colon. */
    record Told(String name, String id, String data) {

        boolean isEvent() {
            return !data.isEmpty();
        }

        JsonNode json() {
            return WireFormat.tree(data);
        }
    }

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private volatile String end = "";

    private StreamClient(HttpResponse<InputStream> response) {
        this.response = response;
        Thread thread = new Thread(this::read, "stream-client");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns once the stream has said where it begins. */
    static StreamClient open(int port, String query, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + STREAM + query));
        if (headers.length > 0) {
            request.headers(headers);
        }
        StreamClient client = new StreamClient(
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        assertThat(client.status()).isEqualTo(200);
        return client;
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            Map<String, String> fields = new HashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    told.add(new Told(
                            fields.getOrDefault("event", fields.containsKey("data") ? "message" : ":"),
                            fields.getOrDefault("id", ""),
                            fields.getOrDefault("data", "")));
                    fields.clear();
                } else {
                    int colon = line.indexOf(':');
                    fields.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            }
            end = "ended";
        } catch (IOException e) {
            end = "cut";
        }
    }

    /** The next one, comments included. */
    Told next() throws InterruptedException {
        Told next = told.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("something within 20 s").isNotNull();
        return next;
    }

    /** The next event. */
    Told event() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Told next = next();
        while (!next.isEvent()) {
            assertThat(System.nanoTime()).as("an event within 20 s").isLessThan(deadline);
            next = next();
        }
        return next;
    }

    /** {@code ended} in order, or {@code cut}; empty while it is open. */
    String end() {
        return end;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
