package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.protocol.ConnectorId;

public class HookComponent extends ConnectorComponent {

    public HookComponent() {
        super(HookConnector.KIND);
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new HookEndpoint(uri, this, connectorId);
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return new HookAdapter((HookEndpoint) endpoint);
    }
}
