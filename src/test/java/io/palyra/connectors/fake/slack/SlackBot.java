package io.palyra.connectors.fake.slack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Recording;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** A bot over plain HTTP and OkHttp's WebSocket, with nothing of its own in between. */
public final class SlackBot implements AutoCloseable {

    private final FakeSlack slack;
    private final HttpClient http = HttpClient.newHttpClient();
    private final OkHttpClient sockets = new OkHttpClient();
    private final Recording<JsonNode> frames = new Recording<>();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile boolean acknowledges = true;

    public SlackBot(FakeSlack slack) {
        this.slack = slack;
    }

    /** Calls a method with the bot's token; arguments as {@code name, value, …}. */
    JsonNode call(String method, String... arguments) throws Exception {
        return Json.parse(answer(slack.token(), method, arguments).body());
    }

    /** As {@link #call}, with the channel before the arguments. */
    public JsonNode callIn(Channel channel, String method, String... more) throws Exception {
        return call(
                method,
                Stream.concat(Stream.of("channel", channel.id()), Stream.of(more))
                        .toArray(String[]::new));
    }

    HttpResponse<String> answer(String token, String method, String... arguments) throws Exception {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < arguments.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(arguments[i])
                    .append('=')
                    .append(URLEncoder.encode(arguments[i + 1], StandardCharsets.UTF_8));
        }
        return http.send(
                HttpRequest.newBuilder(URI.create(slack.apiUrl() + method))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form.toString()))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode callWithJson(String method, JsonNode arguments) throws Exception {
        return Json.parse(http.send(
                        HttpRequest.newBuilder(URI.create(slack.apiUrl() + method))
                                .header("Authorization", "Bearer " + slack.token())
                                .header("Content-Type", "application/json; charset=utf-8")
                                .POST(BodyPublishers.ofString(Json.write(arguments)))
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    public JsonNode post(Channel channel, String text, String... more) throws Exception {
        return callIn(
                channel,
                "chat.postMessage",
                Stream.concat(Stream.of("text", text), Stream.of(more)).toArray(String[]::new));
    }

    String upload(String url, String content) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .POST(BodyPublishers.ofString(content))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    String download(String url, String token) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** Opens a socket with a ticket of its own, and waits for its {@code hello}. */
    public SlackBot connected() throws Exception {
        int before = slack.socket().hellos();
        open(ticket());
        await().until(() -> slack.socket().hellos() > before);
        return this;
    }

    String ticket() throws Exception {
        return Json.parse(answer(slack.appToken(), "apps.connections.open").body())
                .path("url")
                .asText();
    }

    WebSocket open(String url) {
        return sockets.newWebSocket(new Request.Builder().url(url).build(), new WebSocketListener() {
            @Override
            public void onMessage(WebSocket socket, String text) {
                try {
                    JsonNode frame = Json.parse(text);
                    frames.add(frame);
                    if (acknowledges && frame.has("envelope_id")) {
                        socket.send(Json.write(Json.object()
                                .put("envelope_id", frame.path("envelope_id").asText())));
                    }
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void onClosing(WebSocket socket, int code, String reason) {
                socket.close(code, null);
            }

            @Override
            public void onClosed(WebSocket socket, int code, String reason) {
                closed.incrementAndGet();
            }

            @Override
            public void onFailure(WebSocket socket, Throwable failure, okhttp3.@Nullable Response response) {
                closed.incrementAndGet();
            }
        });
    }

    SlackBot acknowledges(boolean does) {
        acknowledges = does;
        return this;
    }

    List<JsonNode> frames() {
        return frames.soFar();
    }

    List<JsonNode> frames(String type) {
        return frames().stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .toList();
    }

    List<JsonNode> events() {
        return frames("events_api").stream()
                .map(frame -> frame.path("payload").path("event"))
                .toList();
    }

    /** The texts of the messages that have come, hidden ones left out. */
    List<String> heard() {
        return events().stream()
                .filter(event -> event.path("type").asText().equals("message")
                        && !event.path("hidden").asBoolean())
                .map(event -> event.path("text").asText())
                .toList();
    }

    /** Sockets that have ended, or did not come about. */
    public int closed() {
        return closed.get();
    }

    @Override
    public void close() {
        sockets.dispatcher().cancelAll();
        sockets.dispatcher().executorService().shutdown();
        sockets.connectionPool().evictAll();
    }
}
