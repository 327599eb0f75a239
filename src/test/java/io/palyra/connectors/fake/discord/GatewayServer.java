package io.palyra.connectors.fake.discord;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSockets of the gateway. */
final class GatewayServer extends WebSocketServer {

    /** What becomes of the links. Calls for one link come one after the other. */
    interface Links {
        void opened(GatewayLink link);

        void received(GatewayLink link, String text);

        /** @param byBot whether the bot ended it with a close frame */
        void closed(GatewayLink link, int code, boolean byBot);
    }

    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final int READERS = 2;

    private final Links links;
    private final CountDownLatch started = new CountDownLatch(1);

    GatewayServer(int port, Links links) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READERS);
        this.links = links;
        setReuseAddr(true);
        setTcpNoDelay(true);
        setDaemon(true);
        // The heartbeats are Discord's own
        setConnectionLostTimeout(0);
    }

    void open() throws InterruptedException {
        start();
        started.await();
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        GatewayLink link =
                new GatewayLink(socket, handshake.getResourceDescriptor().contains("compress=zlib-stream"));
        socket.setAttachment(link);
        links.opened(link);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        links.received(socket.getAttachment(), text);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        GatewayLink link = socket.getAttachment();
        if (link != null) {
            links.closed(link, code, remote);
        }
    }

    @Override
    public void onError(@Nullable WebSocket socket, Exception failure) {
        LOG.info("gateway: {}", failure.toString());
    }
}
