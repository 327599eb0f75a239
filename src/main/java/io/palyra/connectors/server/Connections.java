package io.palyra.connectors.server;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps connections from costing more than they may: there are only so many, one that takes its time is cut, and each
 * has one answer in memory at most. For the event loop.
 */
public final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final long TELL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /**
     * What connections may cost.
     *
     * @param max open at once
     * @param maxOfAddress open at once from one address, or one IPv6 network
     * @param patience how long the headers of a request may take to arrive, counted from the answer before, and how long
     *     an answer may take to be read
     */
    public record Limits(int max, int maxOfAddress, Duration patience) {

        public static final Limits DEFAULT = new Limits(2_048, 1_536, Duration.ofSeconds(60));
    }

    private enum Phase {
        BETWEEN_CALLS,
        CALL,
        ANSWER
    }

    private static final class Open {
        private final String network;
        private Phase phase = Phase.BETWEEN_CALLS;
        private long since;
        private Future<Void> answered = Future.succeededFuture();

        Open(String network, long now) {
            this.network = network;
            this.since = now;
        }

        void enter(Phase next, long now) {
            phase = next;
            since = now;
        }
    }

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Map<HttpConnection, Open> open = new IdentityHashMap<>();
    private final Map<String, Integer> perNetwork = new HashMap<>();
    private long toldUntil;

    public Connections(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.toldUntil = nanoTime.getAsLong();
    }

    /** Keeps the new connection, or closes it at once. */
    public void opened(HttpConnection connection) {
        String network = Network.of(connection.remoteAddress().hostAddress());
        int others = perNetwork.getOrDefault(network, 0);
        if (open.size() >= limits.max() || others >= limits.maxOfAddress()) {
            tell(network, others);
            connection.close();
            return;
        }
        open.put(connection, new Open(network, nanoTime.getAsLong()));
        perNetwork.put(network, others + 1);
        connection.closeHandler(closed -> closed(connection));
        PipeliningLimit.on(connection);
    }

    private void closed(HttpConnection connection) {
        Open gone = open.remove(connection);
        if (gone != null) {
            perNetwork.computeIfPresent(gone.network, (network, count) -> count == 1 ? null : count - 1);
        }
    }

    private void tell(String network, int others) {
        long now = nanoTime.getAsLong();
        if (toldUntil - now <= 0) {
            toldUntil = now + TELL_NANOS;
            LOG.warn(
                    "A connection from {} is refused: {} are open, {} of them from there; at most {} and {} may be",
                    network,
                    open.size(),
                    others,
                    limits.max(),
                    limits.maxOfAddress());
        }
    }

    /** Makes the call once the client has taken the answer before it. */
    public void afterAnswer(HttpServerRequest request, Runnable call) {
        Open connection = open.get(request.connection());
        if (connection == null) {
            return;
        }
        if (connection.answered.isComplete()) {
            connection.enter(Phase.CALL, nanoTime.getAsLong());
            call.run();
            return;
        }
        request.pause();
        connection.answered.onSuccess(answered -> {
            connection.enter(Phase.CALL, nanoTime.getAsLong());
            call.run();
            request.resume();
        });
    }

    /** @param answered completed once the client has taken the whole answer */
    public void answering(HttpServerRequest request, Future<Void> answered) {
        Open connection = open.get(request.connection());
        if (connection == null) {
            return;
        }
        connection.enter(Phase.ANSWER, nanoTime.getAsLong());
        connection.answered = answered;
        answered.onSuccess(done -> connection.enter(Phase.BETWEEN_CALLS, nanoTime.getAsLong()));
    }

    /** @param ended completed once an answer without an end has ended: it takes as long as it takes */
    public void streaming(HttpServerRequest request, Future<Void> ended) {
        Open connection = open.get(request.connection());
        if (connection != null) {
            connection.answered = ended;
            ended.onSuccess(done -> connection.enter(Phase.BETWEEN_CALLS, nanoTime.getAsLong()));
        }
    }

    /** Cuts those that take too long; a call itself takes as long as it takes. To be called every now and then. */
    public void cutSlow() {
        long now = nanoTime.getAsLong();
        List<HttpConnection> slow = open.entrySet().stream()
                .filter(entry -> entry.getValue().phase != Phase.CALL
                        && now - entry.getValue().since > limits.patience().toNanos())
                .map(Map.Entry::getKey)
                .toList();
        slow.forEach(Channels::cut);
    }
}
