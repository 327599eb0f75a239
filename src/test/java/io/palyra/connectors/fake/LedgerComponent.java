package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.protocol.ConnectorId;

public class LedgerComponent extends ConnectorComponent {

    public LedgerComponent() {
        super(LedgerConnector.KIND);
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new LedgerEndpoint(uri, this, connectorId);
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return new LedgerAdapter((LedgerEndpoint) endpoint);
    }
}
