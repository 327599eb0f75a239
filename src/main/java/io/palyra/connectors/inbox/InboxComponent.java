package io.palyra.connectors.inbox;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code palyra-inbox} component. */
@Component("palyra-inbox")
public class InboxComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        InboxEndpoint endpoint = new InboxEndpoint(uri, this);
        endpoint.setConnector(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
