package io.palyra.connectors.ingress;

import io.palyra.connectors.adapter.WebhookPort;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/**
 * What serves the {@code platform-http:} endpoints of routes, or refuses them when they are loaded. No service of Camel: it is
 * lent to the contexts in which routes are only tried.
 */
final class IngressEngine implements PlatformHttpEngine {

    private static final String OF_CONNECTORS = "/*" + WebhookPort.PATH.substring(1) + "(/.*)?";

    private final CamelContext running;
    private final Optional<IngressServer> server;

    /** @param server empty where {@code palyra.ingress.port} is not set */
    IngressEngine(CamelContext running, Optional<IngressServer> server) {
        this.running = running;
        this.server = server;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        String path = "platform-http:" + endpoint.getPath();
        if (server.isEmpty()) {
            throw new IllegalArgumentException(
                    path + " needs palyra.ingress.port, the port for webhooks, which is not set");
        }
        if (endpoint.getPath().matches(OF_CONNECTORS)) {
            throw new IllegalArgumentException(path + ": paths below " + WebhookPort.PATH
                    + " are those of connectors that take calls of their platform; give the route another one");
        }
        if (endpoint.isUseStreaming() || !endpoint.isUseBodyHandler() || endpoint.isHttpProxy()) {
            throw new IllegalArgumentException(path + ": useStreaming, useBodyHandler=false and proxy are not served;"
                    + " bodies are read whole, at most " + IngressServer.BODY_BYTES_MAX + " bytes");
        }
        return endpoint.getCamelContext() == running
                ? new IngressConsumer(endpoint, processor, IngressServer.ROUTER)
                : new TriedConsumer(endpoint, processor);
    }

    @Override
    public int getServerPort() {
        return server.map(IngressServer::port).orElse(-1);
    }
}
