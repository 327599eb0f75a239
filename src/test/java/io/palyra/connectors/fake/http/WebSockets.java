package io.palyra.connectors.fake.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSockets of a platform.
 *
 * @param <L> what the platform keeps for a WebSocket
 */
public final class WebSockets<L> extends WebSocketServer {

    /** What becomes of the links. Calls for one link come one after the other. */
    public interface Links<L> {

        /** Whether a client may come, by the path and query that it asks for; otherwise it is answered 404. */
        default boolean accepts(String resource) {
            return true;
        }

        L link(WebSocket socket, String resource);

        void opened(L link);

        void received(L link, String text);

        /** @param byBot whether the bot ended it with a close frame */
        void closed(L link, int code, boolean byBot);

        /** Whether a ping is answered. */
        default boolean answersPings(L link) {
            return true;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(WebSockets.class);
    private static final int READERS = 2;
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

    private final Links<L> links;
    private final CountDownLatch started = new CountDownLatch(1);
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "waiting-frames");
        thread.setDaemon(true);
        return thread;
    });

    /** @param port 0 for a free one */
    public WebSockets(int port, Links<L> links) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READERS);
        this.links = links;
        setReuseAddr(true);
        setTcpNoDelay(true);
        setDaemon(true);
        // How a lost link is noticed is the platform's own
        setConnectionLostTimeout(0);
    }

    public void open() throws InterruptedException {
        start();
        started.await();
        looks.scheduleWithFixedDelay(
                this::demandWrites, LOOK_INTERVAL.toMillis(), LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop(int timeoutMs, String closeMessage) throws InterruptedException {
        looks.shutdownNow();
        super.stop(timeoutMs, closeMessage);
    }

    /**
     * A frame that is sent just when the server has found nothing more to write is written only after the client has sent
     * something: {@code WebSocketServer.doWrite} takes back the demand that the sender has made meanwhile.
     */
    private void demandWrites() {
        try {
            getConnections().stream()
                    .map(WebSocketImpl.class::cast)
                    .filter(socket -> !socket.outQueue.isEmpty())
                    .forEach(this::onWriteDemand);
        } catch (RuntimeException e) {
            LOG.warn("websocket: frames that wait are looked for again: {}", e.toString());
        }
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket socket, Draft draft, ClientHandshake handshake) throws InvalidDataException {
        if (!links.accepts(handshake.getResourceDescriptor())) {
            throw new InvalidDataException(CloseFrame.POLICY_VALIDATION);
        }
        return super.onWebsocketHandshakeReceivedAsServer(socket, draft, handshake);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        L link = links.link(socket, handshake.getResourceDescriptor());
        socket.setAttachment(link);
        links.opened(link);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        links.received(socket.getAttachment(), text);
    }

    @Override
    public void onWebsocketPing(WebSocket socket, Framedata ping) {
        if (links.answersPings(socket.getAttachment())) {
            super.onWebsocketPing(socket, ping);
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        L link = socket.getAttachment();
        if (link != null) {
            links.closed(link, code, remote);
        }
    }

    @Override
    public void onError(@Nullable WebSocket socket, Exception failure) {
        LOG.info("websocket: {}", failure.toString());
    }
}
