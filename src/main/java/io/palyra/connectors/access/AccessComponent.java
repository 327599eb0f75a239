package io.palyra.connectors.access;

import io.palyra.connectors.lane.camel.StoringComponent;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;

/** The {@code palyra-access} component. */
@Component("palyra-access")
public class AccessComponent extends StoringComponent {

    public AccessComponent() {
        super("palyra-access");
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        requireKnown(ConnectorId.of(remaining));
        AccessEndpoint endpoint = new AccessEndpoint(uri, this);
        endpoint.setConnector(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
