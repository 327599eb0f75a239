package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.protocol.ConnectorId;

public class SabotagedComponent extends ConnectorComponent {

    public SabotagedComponent() {
        super(SabotagedConnector.KIND);
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new SabotagedEndpoint(uri, this, connectorId);
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return new SabotagedAdapter(
                SabotagedPlatform.current().orElseThrow(), endpoint.connectorId(), host().orElseThrow());
    }

    private static final class SabotagedEndpoint extends ConnectorEndpoint {

        SabotagedEndpoint(String uri, ConnectorComponent component, ConnectorId connectorId) {
            super(uri, component, connectorId);
        }
    }
}
