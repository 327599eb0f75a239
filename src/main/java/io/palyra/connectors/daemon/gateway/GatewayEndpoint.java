package io.palyra.connectors.daemon.gateway;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.daemon.CallLimited;
import okhttp3.OkHttpClient;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Ask the Palyra daemon over gRPC: palyra.daemon.endpoint=palyra-gateway:127.0.0.1:7443.
 *
 * <p>Takes an InboundMessageEvent and answers a RouteInboundResult, as any daemon does.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "palyra-gateway",
        title = "Palyra Gateway",
        syntax = "palyra-gateway:address",
        category = {Category.AI, Category.RPC},
        producerOnly = true,
        remote = true,
        headersClass = PalyraConstants.class)
public class GatewayEndpoint extends DefaultEndpoint implements CallLimited {

    @UriPath(description = "Host and port of the daemon's gateway, host:port")
    @Metadata(required = true)
    private String address = "";

    @UriParam
    private GatewayConfiguration configuration;

    GatewayEndpoint(String uri, GatewayComponent component, GatewayConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    /** At once and not with the first message. @throws IllegalArgumentException with the setting that is wrong */
    void check() {
        configuration.check();
        new GatewayTls(configuration, HostAndPort.of(address).host()).apply(new OkHttpClient.Builder());
    }

    @Override
    public Producer createProducer() {
        return new GatewayProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(getEndpointUri() + " can only be used with to:");
    }

    @Override
    public int callsPerConnector() {
        return configuration.getCallsPerConnector();
    }

    public String getAddress() {
        return address;
    }

    public void setAddress(String address) {
        this.address = address;
    }

    public GatewayConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(GatewayConfiguration configuration) {
        this.configuration = configuration;
    }
}
