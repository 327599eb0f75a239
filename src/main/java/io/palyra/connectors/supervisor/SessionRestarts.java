package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.protocol.ConnectorId;
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

    SessionRestarts(InboundRoutes routes, Listener listener) {
        this.routes = routes;
        this.listener = listener;
    }

    void restart(ConnectorId connectorId) {
        if (underWay.add(connectorId)) {
            Thread thread = new Thread(() -> run(connectorId), "palyra-session-" + connectorId);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run(ConnectorId connectorId) {
        try {
            ConnectorConsumer consumer = routes.consumer(connectorId).orElse(null);
            if (consumer != null) {
                reopen(connectorId, consumer);
            }
        } finally {
            underWay.remove(connectorId);
        }
    }

    private void reopen(ConnectorId connectorId, ConnectorConsumer consumer) {
        try {
            consumer.restartSession();
        } catch (ConnectorStartException | RuntimeException e) {
            LOG.warn("{} did not restart: {}", connectorId, e.getMessage());
            listener.failed(connectorId);
            return;
        }
        if (consumer.hasSession()) {
            listener.opened(connectorId);
        }
    }
}
