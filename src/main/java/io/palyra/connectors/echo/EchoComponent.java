package io.palyra.connectors.echo;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import org.apache.camel.spi.annotations.Component;

/** The {@code palyra-echo} component. */
@Component("palyra-echo")
public class EchoComponent extends ConnectorComponent {

    public EchoComponent() {
        this(EchoConnector.KIND);
    }

    /** In the place of the connector of another kind, for tests. */
    protected EchoComponent(ConnectorKind kind) {
        super(kind);
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
