package io.palyra.connectors.outbox;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code palyra-outbox} component. */
@Component("palyra-outbox")
public class OutboxComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        OutboxEndpoint endpoint = new OutboxEndpoint(uri, this);
        endpoint.setConnector(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
