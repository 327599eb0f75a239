package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A bot over plain HTTP, with nothing of its own in between. */
public final class TelegramBot {

    private final FakeTelegram telegram;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public TelegramBot(FakeTelegram telegram) {
        this.telegram = telegram;
    }

    /** The whole answer; arguments as {@code name, value, …}, in a form. */
    public JsonNode call(String method, Object... arguments) throws Exception {
        return Json.parse(answer(method, arguments).body());
    }

    /** Where a call has to succeed. */
    JsonNode result(String method, Object... arguments) throws Exception {
        JsonNode answer = call(method, arguments);
        if (!answer.path("ok").asBoolean()) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.path("result");
    }

    /** What a call is refused with. */
    String refusal(String method, Object... arguments) throws Exception {
        JsonNode answer = call(method, arguments);
        return answer.path("error_code").asText() + " "
                + answer.path("description").asText();
    }

    HttpResponse<String> answer(String method, Object... arguments) throws Exception {
        return http.send(
                request(method)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(arguments)))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode callWithJson(String method, ObjectNode arguments) throws Exception {
        return Json.parse(http.send(
                        request(method)
                                .header("Content-Type", "application/json; charset=utf-8")
                                .POST(BodyPublishers.ofString(Json.write(arguments)))
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    /** @param files by the names of their parts, which are the names of the files as well */
    JsonNode callWithFiles(String method, Map<String, byte[]> files, Object... arguments) throws Exception {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < arguments.length; i += 2) {
            body.append("--cut\r\nContent-Disposition: form-data; name=\"").append(arguments[i]);
            body.append("\"\r\n\r\n").append(arguments[i + 1]).append("\r\n");
        }
        files.forEach((name, content) -> body.append("--cut\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"; filename=\"")
                .append(name)
                .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .append(new String(content, StandardCharsets.ISO_8859_1))
                .append("\r\n"));
        body.append("--cut--\r\n");
        return Json.parse(http.send(
                        request(method)
                                .header("Content-Type", "multipart/form-data; boundary=cut")
                                .POST(BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.ISO_8859_1)))
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(telegram.apiUrl() + path)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method) {
        return HttpRequest.newBuilder(URI.create(telegram.apiUrl() + "/bot" + telegram.token() + "/" + method));
    }

    static String form(Object... arguments) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < arguments.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(arguments[i])
                    .append('=')
                    .append(URLEncoder.encode(String.valueOf(arguments[i + 1]), StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    /** Polls again and again, as another program with the token does: until it is interrupted, or the token is another one. */
    public Thread pollsOnAndOn() {
        String path = "/bot" + telegram.token() + "/getUpdates?timeout=50";
        Thread thread = new Thread(() -> pollWhileTaken(path), "another program");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void pollWhileTaken(String path) {
        int status = HttpURLConnection.HTTP_OK;
        try {
            while (status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_CONFLICT) {
                status = get(path).statusCode();
            }
        } catch (Exception e) {
            // Interrupted, or Telegram has gone
            return;
        }
    }

    public JsonNode send(Chat chat, String text, Object... more) throws Exception {
        Object[] arguments = new Object[more.length + 4];
        arguments[0] = "chat_id";
        arguments[1] = chat.id();
        arguments[2] = "text";
        arguments[3] = text;
        System.arraycopy(more, 0, arguments, 4, more.length);
        return call("sendMessage", arguments);
    }

    /** The updates from an offset on; waits for them for up to {@code timeout} seconds. */
    public List<JsonNode> poll(long offset, int timeout) throws Exception {
        JsonNode updates = result("getUpdates", "offset", offset, "timeout", timeout);
        return StreamSupport.stream(updates.spliterator(), false).toList();
    }
}
