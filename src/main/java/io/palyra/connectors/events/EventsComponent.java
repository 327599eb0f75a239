package io.palyra.connectors.events;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code palyra-events} component. */
@Component("palyra-events")
public class EventsComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        EventsEndpoint endpoint = new EventsEndpoint(uri, this);
        endpoint.setFilter(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
