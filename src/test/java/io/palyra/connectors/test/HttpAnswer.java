package io.palyra.connectors.test;

import com.sun.net.httpserver.HttpExchange;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutboundMessage;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * One answer of a {@link HttpStandIn}.
 *
 * @param headers besides {@code Content-Type}
 * @param released it is held back until this is open
 */
public record HttpAnswer(
        int status, String contentType, String body, Map<String, String> headers, CountDownLatch released) {

    private static final int HANG_UP = 0;
    private static final CountDownLatch AT_ONCE = new CountDownLatch(0);

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** Of a daemon: takes the message and answers with one output for each text. */
    public static HttpAnswer accepted(String... texts) {
        return json(WireFormat.write(RouteInboundResult.accepted(
                "routed", Stream.of(texts).map(RoutedOutboundMessage::text).toList())));
    }

    public static HttpAnswer json(String body) {
        return new HttpAnswer(200, "application/json", body, Map.of(), AT_ONCE);
    }

    public static HttpAnswer html() {
        return new HttpAnswer(200, "text/html", "<html><body>Sign in</body></html>", Map.of(), AT_ONCE);
    }

    public static HttpAnswer status(int status, String body) {
        return new HttpAnswer(status, "text/plain", body, Map.of(), AT_ONCE);
    }

    /** Closes the connection without an answer. */
    public static HttpAnswer hangUp() {
        return new HttpAnswer(HANG_UP, "", "", Map.of(), AT_ONCE);
    }

    /** The same answer with this header, and no other besides {@code Content-Type}. */
    public HttpAnswer header(String name, String value) {
        return new HttpAnswer(status, contentType, body, Map.of(name, value), released);
    }

    /** The same answer, held back until the latch is open. */
    public HttpAnswer after(CountDownLatch open) {
        return new HttpAnswer(status, contentType, body, headers, open);
    }

    void send(HttpExchange http) throws IOException {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (status == HANG_UP) {
            return;
        }
        http.getResponseHeaders().set("Content-Type", contentType);
        headers.forEach(http.getResponseHeaders()::set);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        http.getResponseBody().write(bytes);
    }
}
