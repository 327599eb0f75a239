package io.palyra.connectors.inbox;

import io.palyra.connectors.lane.camel.StoringComponent;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;

/** The {@code palyra-inbox} component. */
@Component("palyra-inbox")
public class InboxComponent extends StoringComponent {

    public InboxComponent() {
        super("palyra-inbox");
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!InboxEndpoint.EVERY_CONNECTOR.equals(remaining)) {
            requireKnown(ConnectorId.of(remaining));
        }
        InboxEndpoint endpoint = new InboxEndpoint(uri, this);
        endpoint.setConnector(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
