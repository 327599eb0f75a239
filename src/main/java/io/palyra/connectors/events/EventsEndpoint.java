package io.palyra.connectors.events;

import io.palyra.connectors.adapter.ProgramParts;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Receive what happened to connectors and messages of Palyra, after it was committed.
 *
 * <p>One event at a time, in order within a connector, at least once: the position is stored under the id of the route.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "palyra-events",
        title = "Palyra Events",
        syntax = "palyra-events:filter",
        category = {Category.MONITORING, Category.MESSAGING},
        consumerOnly = true,
        headersClass = EventsConstants.class)
public class EventsEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    @UriPath(
            description =
                    "Event types by commas, or groups of them with an asterisk behind the dot; an asterisk alone is all")
    @Metadata(required = true)
    private String filter = "*";

    @UriParam(description = "Only events of this connector instance, kind:name")
    private @Nullable String connectorId;

    @UriParam(enums = "info,warn,error", description = "Only events of this level and graver ones")
    private @Nullable String level;

    @UriParam(
            defaultValue = "now",
            description =
                    "Where a route begins that has no position yet: with what happens from now on, or at the beginning of"
                            + " the log")
    private StartFrom from = StartFrom.now;

    @UriParam(
            defaultValue = "retry",
            description =
                    "What follows where the route has failed with an event: retry gives it again after 1, 2, 4 up to 60 s"
                            + " and nothing behind it meanwhile, skip logs a warning and goes on")
    private OnFailure onFailure = OnFailure.retry;

    public EventsEndpoint(String uri, EventsComponent component) {
        super(uri, component);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ProgramParts.require(getCamelContext(), getEndpointUri(), EventsConsumer.SERVICE, EventService.class);
        Consumer consumer = new EventsConsumer(this, processor, selection());
        configureConsumer(consumer);
        return consumer;
    }

    /** @throws IllegalArgumentException for what does not exist */
    private EventSelection selection() {
        List<String> types = EventSelection.types(filter);
        return new EventSelection(
                types, level == null ? null : level(level), connectorId == null ? null : ConnectorId.of(connectorId));
    }

    private static EventLevel level(String text) {
        return Arrays.stream(EventLevel.values())
                .filter(known -> known.wireName().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("level: \"" + text + "\" is none of info, warn, error"));
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(getEndpointUri() + " can only be used with from:");
    }

    /** Each route has a position of its own. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    public String getFilter() {
        return filter;
    }

    public void setFilter(String filter) {
        this.filter = filter;
    }

    public @Nullable String getConnectorId() {
        return connectorId;
    }

    public void setConnectorId(@Nullable String connectorId) {
        this.connectorId = connectorId;
    }

    public @Nullable String getLevel() {
        return level;
    }

    public void setLevel(@Nullable String level) {
        this.level = level;
    }

    public StartFrom getFrom() {
        return from;
    }

    public void setFrom(StartFrom from) {
        this.from = from;
    }

    public OnFailure getOnFailure() {
        return onFailure;
    }

    public void setOnFailure(OnFailure onFailure) {
        this.onFailure = onFailure;
    }
}
