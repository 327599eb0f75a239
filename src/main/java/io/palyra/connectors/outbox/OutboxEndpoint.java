package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.lane.LaneConsumer;
import io.palyra.connectors.lane.LaneService;
import io.palyra.connectors.protocol.ConnectorId;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Send chat messages durably through a Palyra connector.
 *
 * <p>As a producer it stores the message and answers once it is committed; delivery follows on its own. As a consumer
 * ({@code palyra-outbox:*}) it hands out the stored messages for delivery: that is the core route, of which there is one.
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
            description = "Id of the connector instance, kind:name, to send through; * in the core route that delivers")
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
            enums = "text,envelope",
            defaultValue = "text",
            description =
                    "What a body of text, bytes or a stream is: text to be read by people, whatever it looks like,"
                            + " or the JSON of an OutboundMessageRequest")
    private String bodyType = BodyType.TEXT.optionName();

    public OutboxEndpoint(String uri, OutboxComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new OutboxProducer(this, ConnectorId.of(connector), BodyType.fromOption(bodyType));
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!EVERY_CONNECTOR.equals(connector)) {
            throw new IllegalArgumentException(
                    getEndpointUri() + ": the outbox is consumed as a whole, from palyra-outbox:*");
        }
        LaneService service = CamelContextHelper.mandatoryLookup(getCamelContext(), "palyraOutbox", LaneService.class);
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
}
