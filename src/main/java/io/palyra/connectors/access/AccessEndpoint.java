package io.palyra.connectors.access;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.adapter.ProgramParts;
import io.palyra.connectors.protocol.ConnectorId;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Decide whether the sender of an inbound chat message may talk to the daemon.
 *
 * <p>A step of the inbound route, before {@code palyra-inbox}: the route of a message that is refused ends here, and its
 * platform does not give it again. It decides by the message as the connector gave it, whatever steps before have made of it.
 */
@UriEndpoint(
        firstVersion = "0.3.0",
        scheme = "palyra-access",
        title = "Palyra Access",
        syntax = "palyra-access:connector",
        producerOnly = true,
        category = {Category.CHAT, Category.SECURITY},
        headersClass = PalyraConstants.class)
public class AccessEndpoint extends DefaultEndpoint {

    @UriPath(description = "Id of the connector instance, kind:name, by whose rules is decided")
    @Metadata(required = true)
    private String connector = "";

    public AccessEndpoint(String uri, AccessComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new AccessProducer(
                this,
                ProgramParts.require(getCamelContext(), getEndpointUri(), Access.class),
                ((AccessComponent) getComponent()).afterCommit(),
                ConnectorId.of(connector));
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(getEndpointUri() + " is a step of a route, not its beginning");
    }

    public String getConnector() {
        return connector;
    }

    public void setConnector(String connector) {
        this.connector = connector;
    }
}
