package io.palyra.connectors.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palyra.connectors.net.EgressDeniedException;
import io.palyra.connectors.net.UntrustedCertificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of Socket Mode. Its frames are handed on by the thread that reads it, which answers Slack's pings too: nothing may
 * hold it up.
 */
final class SocketLink extends WebSocketListener {

    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NORMAL_CLOSURE = 1_000;

    /** Hears what comes, in its order. Returns at once. */
    interface Listener {

        void frame(SocketLink link, JsonNode frame);

        /** @param failure null where it was closed in order */
        void ended(SocketLink link, String reason, @Nullable Throwable failure);
    }

    private final Listener listener;
    private final AtomicInteger unacked = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable WebSocket socket;

    SocketLink(Listener listener) {
        this.listener = listener;
    }

    /** Begins to connect; returns at once. */
    void connect(OkHttpClient http, String url) {
        socket = http.newWebSocket(new Request.Builder().url(url).build(), this);
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        try {
            listener.frame(this, JSON.readTree(text));
        } catch (JsonProcessingException e) {
            LOG.error("a frame of {} characters is no JSON and is left out", text.length());
        }
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        webSocket.close(NORMAL_CLOSURE, null);
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
        ended("closed with " + code + (reason.isEmpty() ? "" : " " + reason), null);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
        ended(response == null ? reason(webSocket, failure) : "refused with " + response.code(), failure);
    }

    private static String reason(WebSocket webSocket, Throwable failure) {
        return UntrustedCertificate.of(failure)
                .map(refused -> refused.sentence(webSocket.request().url().host()))
                .orElseGet(failure::toString);
    }

    private void ended(String reason, @Nullable Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            unacked.set(0);
            listener.ended(this, reason, failure);
        }
    }

    Envelope envelope(JsonNode frame) {
        unacked.incrementAndGet();
        String id = frame.path("envelope_id").asText();
        AtomicBoolean acked = new AtomicBoolean();
        return new Envelope(frame.path("type").asText(), frame.path("payload"), () -> {
            if (acked.compareAndSet(false, true)) {
                ack(id);
            }
        });
    }

    private void ack(String envelopeId) {
        WebSocket open = socket;
        if (open != null && !ended.get()) {
            open.send(JSON.createObjectNode().put("envelope_id", envelopeId).toString());
            unacked.updateAndGet(count -> Math.max(0, count - 1));
        }
    }

    /** Envelopes that came by it and wait for the inbox. */
    int unacked() {
        return unacked.get();
    }

    /** What was acknowledged still goes out. */
    void close() {
        WebSocket open = socket;
        if (open != null) {
            open.close(NORMAL_CLOSURE, null);
        }
    }

    /** At once, without a word. */
    void cancel() {
        WebSocket open = socket;
        if (open != null) {
            open.cancel();
        }
    }

    /** What the egress guard has said of it; empty where it has ended for another reason. */
    static Optional<String> denied(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EgressDeniedException) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        return Optional.empty();
    }
}
