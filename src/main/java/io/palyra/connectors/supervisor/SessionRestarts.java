package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens platform sessions anew, each on a thread of its own: one that blocks holds up nothing else. Many requests for one
 * connector are one restart. Thread safe.
 */
final class SessionRestarts {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRestarts.class);

    /** Before a session is opened once more that was lost while it was being opened. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Told on the thread of the restart. */
    interface Listener {

        /** The session is open. */
        void opened(ConnectorId connectorId);

        /** The session does not open at present, and nobody tries again yet. */
        void failed(ConnectorId connectorId);
    }

    private final InboundRoutes routes;
    private final Listener listener;
    private final Set<ConnectorId> underWay = ConcurrentHashMap.newKeySet();

    /** Whose session, the one that is open or about to be, will not come back by itself. */
    private final Set<ConnectorId> lost = ConcurrentHashMap.newKeySet();

    SessionRestarts(InboundRoutes routes, Listener listener) {
        this.routes = routes;
        this.listener = listener;
    }

    /** @return whether one begins; where one is under way, that is it */
    boolean restart(ConnectorId connectorId) {
        if (!underWay.add(connectorId)) {
            return false;
        }
        Thread thread = new Thread(() -> run(connectorId), "palyra-session-" + connectorId);
        thread.setDaemon(true);
        thread.start();
        return true;
    }

    /**
     * As {@link #restart}, but not forgotten where it is about the session that a restart has just opened, or where the
     * route is just being made anew.
     *
     * @return whether a restart begins for it, now or after the one that is under way
     */
    boolean restartLost(ConnectorId connectorId) {
        boolean news = lost.add(connectorId);
        return restart(connectorId) || news;
    }

    /** To be asked where a route was made anew, as it has the session from before. */
    void restartIfLost(ConnectorId connectorId) {
        if (lost.contains(connectorId)) {
            restart(connectorId);
        }
    }

    /** The session is closed for good. */
    void stopped(ConnectorId connectorId) {
        lost.remove(connectorId);
    }

    private void run(ConnectorId connectorId) {
        boolean opened;
        try {
            opened = reopen(connectorId);
        } finally {
            underWay.remove(connectorId);
        }
        if (opened && lost.contains(connectorId)) {
            pause();
            restartIfLost(connectorId);
        }
    }

    /** @return whether another session is open */
    private boolean reopen(ConnectorId connectorId) {
        ConnectorConsumer consumer = routes.startingConsumer(connectorId).orElse(null);
        try {
            if (consumer == null || !consumer.restartSession(() -> lost.remove(connectorId))) {
                return false;
            }
        } catch (ConnectorStartException | RuntimeException e) {
            LOG.warn("{} did not restart: {}", connectorId, e.getMessage());
            listener.failed(connectorId);
            return false;
        }
        if (consumer.hasSession()) {
            listener.opened(connectorId);
        }
        return consumer.hasSession();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
