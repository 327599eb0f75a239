package io.palyra.connectors.ingress;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;

/** The consumer of a route that is only tried: it takes no path. */
final class TriedConsumer extends DefaultConsumer implements PlatformHttpConsumer {

    private final PlatformHttpEndpoint endpoint;

    TriedConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return endpoint;
    }
}
