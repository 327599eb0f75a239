package io.palyra.connectors.lane.camel;

import io.palyra.connectors.adapter.KnownConnectors;
import io.palyra.connectors.protocol.ConnectorId;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** A component whose producers store messages, and let exchanges go on once their commit is there. */
public abstract class StoringComponent extends DefaultComponent {

    private final String threadName;
    private @Nullable AfterCommit afterCommit;

    /** @param threadName of the threads on which exchanges go on */
    protected StoringComponent(String threadName) {
        this.threadName = threadName;
    }

    /** Shared by all producers. */
    public synchronized AfterCommit afterCommit() {
        AfterCommit running = afterCommit;
        if (running == null) {
            running = new AfterCommit(getCamelContext(), threadName);
            ServiceHelper.startService(running);
            afterCommit = running;
        }
        return running;
    }

    /** In a Camel context of someone else nobody knows the connectors before a message comes. */
    protected void requireKnown(ConnectorId connectorId) {
        KnownConnectors known = CamelContextHelper.findSingleByType(getCamelContext(), KnownConnectors.class);
        if (known != null) {
            known.require(connectorId);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        AfterCommit running = afterCommit;
        afterCommit = null;
        ServiceHelper.stopService(running);
    }
}
