package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends instances, each on a thread of its own: one that does not come back keeps no other from being ended in time. Thread safe. */
final class Endings {

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Set<ConnectorId> underWay = ConcurrentHashMap.newKeySet();

    /** Returns at once; where one of the instance is under way, that is it. */
    void begin(ConnectorId connectorId, Runnable ending) {
        if (underWay.add(connectorId)) {
            Thread thread = new Thread(() -> run(connectorId, ending), "palyra-end-" + connectorId);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run(ConnectorId connectorId, Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{} did not stop here, and is stopped again where it still has to", connectorId, e);
        } finally {
            underWay.remove(connectorId);
        }
    }
}
