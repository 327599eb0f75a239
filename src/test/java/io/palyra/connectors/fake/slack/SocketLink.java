package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import org.java_websocket.WebSocket;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket of the app. */
final class SocketLink {

    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);

    private final WebSocket socket;
    private volatile boolean silent;

    SocketLink(WebSocket socket) {
        this.socket = socket;
    }

    /** A frame for a bot that has gone is lost. */
    void send(ObjectNode frame) {
        try {
            if (!silent) {
                socket.send(Json.write(frame));
            }
        } catch (WebsocketNotConnectedException e) {
            LOG.debug("socket: {} has gone", socket.getRemoteSocketAddress());
        }
    }

    void ping() {
        try {
            if (!silent) {
                socket.sendPing();
            }
        } catch (WebsocketNotConnectedException e) {
            LOG.debug("socket: {} has gone", socket.getRemoteSocketAddress());
        }
    }

    /** From now on nothing is sent, and nothing answered; the connection stays. */
    void silence() {
        silent = true;
    }

    boolean isSilent() {
        return silent;
    }

    void close() {
        socket.close(CloseFrame.NORMAL, "");
    }

    /** Ends the TCP connection without a close frame. */
    void drop() {
        socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "");
    }
}
