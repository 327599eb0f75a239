package io.palyra.connectors.outbox;

import io.palyra.connectors.lane.camel.StoringComponent;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;

/** The {@code palyra-outbox} component. */
@Component("palyra-outbox")
public class OutboxComponent extends StoringComponent {

    public OutboxComponent() {
        super("palyra-outbox");
    }

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
}
