package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.MessageOperation;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apiguardian.api.API;

/** Base of every connector's endpoint: one connector instance. */
@API(status = API.Status.STABLE)
public abstract class ConnectorEndpoint extends DefaultEndpoint {

    private final ConnectorId connectorId;

    @UriPath(description = "Name of the connector instance")
    @Metadata(required = true)
    private String name;

    @UriParam(
            label = "producer",
            defaultValue = "send",
            enums = "send,read,search,edit,delete,reactAdd,reactRemove",
            description = "What the producer does. The header CamelPalyraOperation wins over it")
    private String operation = MessageOperation.SEND.optionName();

    @UriParam(
            label = "consumer",
            defaultValue = "mention",
            enums = "mention,all,none",
            description =
                    "Which messages of other bots and of webhooks are let in: those that speak to this bot, all, none."
                            + " The echo connector lets all in unless told otherwise")
    private String otherBots = OtherBots.MENTION.option();

    @UriParam(
            label = "consumer",
            defaultValue = "20",
            description =
                    "How often in a minute another bot and this one may answer each other in a conversation. Beyond it,"
                            + " what that bot says there is put off")
    private int botLoopLimit = 20;

    protected ConnectorEndpoint(String uri, ConnectorComponent component, ConnectorId connectorId) {
        super(uri, component);
        this.connectorId = connectorId;
        this.name = connectorId.name();
    }

    public final ConnectorId connectorId() {
        return connectorId;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getOperation() {
        return operation;
    }

    public void setOperation(String operation) {
        this.operation = MessageOperation.fromOption(operation).optionName();
    }

    public String getOtherBots() {
        return otherBots;
    }

    public void setOtherBots(String otherBots) {
        this.otherBots = OtherBots.of(otherBots).option();
    }

    public int getBotLoopLimit() {
        return botLoopLimit;
    }

    public void setBotLoopLimit(int botLoopLimit) {
        if (botLoopLimit < 1) {
            throw new IllegalArgumentException("bot-loop-limit must be at least 1, not " + botLoopLimit);
        }
        this.botLoopLimit = botLoopLimit;
    }

    @Override
    public final ConnectorComponent getComponent() {
        return (ConnectorComponent) super.getComponent();
    }

    /** The instance's line to its platform, shared by all of its endpoints. */
    public final ConnectorAdapter adapter() {
        return getComponent().adapter(this);
    }

    /** What to do about an unknown outcome of this endpoint; it may have an option that says otherwise than its adapter. */
    protected UnknownResolution unknownResolution() {
        return adapter().unknownResolution();
    }

    /** What this instance takes in one message; it may have options that say otherwise than its kind. */
    public CapabilityLimits limits(CapabilityLimits declared) {
        return declared;
    }

    /** How the text of this instance's messages is made; it may have options that say otherwise than its kind. */
    public Markup markup(Markup declared) {
        return declared;
    }

    @Override
    public final Producer createProducer() {
        return new ConnectorProducer(this);
    }

    @Override
    public final Consumer createConsumer(Processor processor) throws Exception {
        ConnectorConsumer created = new ConnectorConsumer(this, processor);
        configureConsumer(created);
        return created;
    }
}
