package io.palyra.connectors.daemon.gateway;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code palyra-gateway} component; its options hold for each endpoint that does not say otherwise. */
@Component("palyra-gateway")
public class GatewayComponent extends DefaultComponent {

    @Metadata(description = "What every endpoint takes that does not say otherwise")
    private GatewayConfiguration configuration = new GatewayConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        GatewayEndpoint endpoint = new GatewayEndpoint(uri, this, configuration.copy());
        endpoint.setAddress(remaining);
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }

    public GatewayConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(GatewayConfiguration configuration) {
        this.configuration = configuration;
    }
}
