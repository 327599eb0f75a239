package io.palyra.connectors.inbox;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.adapter.ProgramParts;
import io.palyra.connectors.lane.camel.LaneConsumer;
import io.palyra.connectors.lane.camel.LaneService;
import io.palyra.connectors.protocol.ConnectorId;
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
 * Admit inbound chat messages into the Palyra inbox.
 *
 * <p>As a producer it validates, dedupes and stores an inbound message and answers once it is committed. As a consumer
 * ({@code palyra-inbox:*}) it hands out the stored messages for the daemon: that is the core route, of which there is one.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "palyra-inbox",
        title = "Palyra Inbox",
        syntax = "palyra-inbox:connector",
        category = {Category.CHAT, Category.MESSAGING},
        headersClass = PalyraConstants.class)
public class InboxEndpoint extends DefaultEndpoint {

    /** The consumer takes the messages of every connector. */
    static final String EVERY_CONNECTOR = "*";

    @UriPath(
            description =
                    "Id of the connector instance, kind:name, that the message came from; an asterisk in the core route")
    @Metadata(required = true)
    private String connector = EVERY_CONNECTOR;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "false",
            description = "Whether to wait for the commit in the calling thread")
    private boolean synchronous;

    public InboxEndpoint(String uri, InboxComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        ProgramParts.require(getCamelContext(), getEndpointUri(), Inbox.class);
        return new InboxProducer(
                this,
                ((InboxComponent) getComponent()).afterCommit(),
                ProgramParts.require(getCamelContext(), getEndpointUri(), AccessGate.class),
                ConnectorId.of(connector));
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!EVERY_CONNECTOR.equals(connector)) {
            throw new IllegalArgumentException(
                    getEndpointUri() + ": the inbox is consumed as a whole, from palyra-inbox:*");
        }
        LaneService service =
                ProgramParts.require(getCamelContext(), getEndpointUri(), "palyraInbox", LaneService.class);
        Consumer consumer = new LaneConsumer(this, processor, service);
        configureConsumer(consumer);
        return consumer;
    }

    public String getConnector() {
        return connector;
    }

    public void setConnector(String connector) {
        this.connector = connector;
    }

    public boolean isSynchronous() {
        return synchronous;
    }

    public void setSynchronous(boolean synchronous) {
        this.synchronous = synchronous;
    }
}
