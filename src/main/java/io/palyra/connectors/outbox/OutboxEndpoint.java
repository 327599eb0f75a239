package io.palyra.connectors.outbox;

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
import org.jspecify.annotations.Nullable;

/**
 * Send chat messages durably through a Palyra connector.
 *
 * <p>As a producer it stores a message, or a list of them in one commit, and answers once it is committed; delivery follows
 * on its own. As a consumer ({@code palyra-outbox:*}) it hands out the stored messages for delivery: that is the core route,
 * of which there is one.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "palyra-outbox",
        title = "Palyra Outbox",
        syntax = "palyra-outbox:connector",
        category = {Category.CHAT, Category.MESSAGING},
        headersClass = PalyraConstants.class)
public class OutboxEndpoint extends DefaultEndpoint {

    /** The consumer takes the messages of every connector. */
    static final String EVERY_CONNECTOR = "*";

    @UriPath(
            description =
                    "Id of the connector instance, kind:name, to send through; an asterisk in the core route that delivers")
    @Metadata(required = true)
    private String connector = EVERY_CONNECTOR;

    @UriParam(
            label = "producer",
            description = "Conversation to send to, whatever an envelope says. Where it is set, the headers"
                    + " CamelPalyraConversationId, CamelPalyraThreadId and CamelPalyraInReplyTo are not read: they may"
                    + " speak of the message that the route began with")
    private @Nullable String conversationId;

    @UriParam(
            label = "producer",
            enums = "auto,text,envelope,attachment",
            defaultValue = "auto",
            description =
                    "What the body is. auto: a file, bytes or a stream that is no text by its name or content type is an"
                            + " attachment, everything else is text to be read by people, whatever it looks like. text:"
                            + " always text. envelope: an OutboundMessageRequest, as JSON or as an object of its shape."
                            + " attachment: the content of a file")
    private String bodyType = BodyType.AUTO.optionName();

    @UriParam(
            label = "producer,advanced",
            defaultValue = "false",
            description =
                    "Whether to wait for the commit in the calling thread. Keeps the order of a route that takes messages"
                            + " from seda and sends more than once for each")
    private boolean synchronous;

    public OutboxEndpoint(String uri, OutboxComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        ProgramParts.require(getCamelContext(), getEndpointUri(), Outbox.class);
        return new OutboxProducer(this, ((OutboxComponent) getComponent()).afterCommit(), ConnectorId.of(connector));
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!EVERY_CONNECTOR.equals(connector)) {
            throw new IllegalArgumentException(
                    getEndpointUri() + ": the outbox is consumed as a whole, from palyra-outbox:*");
        }
        LaneService service =
                ProgramParts.require(getCamelContext(), getEndpointUri(), "palyraOutbox", LaneService.class);
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

    public @Nullable String getConversationId() {
        return conversationId;
    }

    public void setConversationId(@Nullable String conversationId) {
        this.conversationId = conversationId;
    }

    public String getBodyType() {
        return bodyType;
    }

    public void setBodyType(String bodyType) {
        this.bodyType = bodyType;
    }

    public boolean isSynchronous() {
        return synchronous;
    }

    public void setSynchronous(boolean synchronous) {
        this.synchronous = synchronous;
    }
}
