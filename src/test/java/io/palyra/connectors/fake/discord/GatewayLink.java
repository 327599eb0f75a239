package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.java_websocket.WebSocket;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket: frames out, and ways to end it. */
final class GatewayLink {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayLink.class);
    private static final int CHUNK_BYTES = 16_384;

    private final WebSocket socket;

    /** One stream over all frames of the link. */
    private final @Nullable Deflater deflater;

    private boolean acknowledged;
    private Runnable onAcknowledged = () -> {};

    GatewayLink(WebSocket socket, boolean compressed) {
        this.socket = socket;
        deflater = compressed ? new Deflater() : null;
    }

    synchronized void send(int op, @Nullable JsonNode content) {
        ObjectNode frame = Json.object().put("op", op).putNull("s").putNull("t");
        frame.set("d", content);
        send(frame);
    }

    /** A frame for a bot that has gone is lost: its session keeps it. */
    synchronized void send(ObjectNode frame) {
        try {
            if (deflater == null) {
                socket.send(Json.write(frame));
            } else {
                socket.send(ByteBuffer.wrap(deflate(deflater, Json.bytes(frame))));
            }
        } catch (WebsocketNotConnectedException e) {
            LOG.debug("gateway: {} has gone", socket.getRemoteSocketAddress());
        }
    }

    private static byte[] deflate(Deflater deflater, byte[] frame) {
        deflater.setInput(frame);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        int size;
        do {
            size = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            out.write(chunk, 0, size);
        } while (size == chunk.length);
        return out.toByteArray();
    }

    /** A heartbeat of the bot has been answered. */
    synchronized void acknowledged() {
        acknowledged = true;
        onAcknowledged.run();
        onAcknowledged = () -> {};
    }

    /** Once a heartbeat has been answered: a bot that gets link after link and no answer takes its links for dead. */
    synchronized void onceAcknowledged(Runnable action) {
        if (acknowledged) {
            action.run();
        } else {
            onAcknowledged = action;
        }
    }

    void close(int code, String reason) {
        socket.close(code, reason);
    }

    /** Ends the TCP connection without a close frame. */
    void drop() {
        socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "");
    }
}
