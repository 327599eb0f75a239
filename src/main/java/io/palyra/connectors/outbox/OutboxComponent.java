package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.KnownConnectors;
import io.palyra.connectors.lane.AfterCommit;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** The {@code palyra-outbox} component. */
@Component("palyra-outbox")
public class OutboxComponent extends DefaultComponent {

    private @Nullable AfterCommit afterCommit;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!OutboxEndpoint.EVERY_CONNECTOR.equals(remaining)) {
            requireKnown(ConnectorId.of(remaining));
        }
        OutboxEndpoint endpoint = new OutboxEndpoint(uri, this);
        endpoint.setConnector(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Shared by all producers. */
    synchronized AfterCommit afterCommit() {
        AfterCommit running = afterCommit;
        if (running == null) {
            running = new AfterCommit(getCamelContext(), "palyra-outbox");
            ServiceHelper.startService(running);
            afterCommit = running;
        }
        return running;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        AfterCommit running = afterCommit;
        afterCommit = null;
        ServiceHelper.stopService(running);
    }

    /** In a Camel context of someone else nobody knows the connectors before a message comes. */
    private void requireKnown(ConnectorId connectorId) {
        KnownConnectors known = CamelContextHelper.findSingleByType(getCamelContext(), KnownConnectors.class);
        if (known != null) {
            known.require(connectorId);
        }
    }
}
