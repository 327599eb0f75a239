package io.palyra.connectors.echo;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import org.apache.camel.spi.annotations.Component;

/** The {@code palyra-echo} component. */
@Component("palyra-echo")
public class EchoComponent extends ConnectorComponent {

    public EchoComponent() {
        super(EchoConnector.KIND);
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new EchoEndpoint(uri, this, connectorId);
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return new EchoAdapter(((EchoEndpoint) endpoint).isIdempotent());
    }
}
