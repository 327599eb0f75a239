package io.palyra.connectors.lane.camel;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.protocol.Direction;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Settle a message that was claimed from the Palyra inbox or outbox.
 *
 * <p>Reads the outcome off the exchange: the answer in its body, or the failure that an {@code onException} is handling.
 * The step returns at once; the outcome commits together with others, before the conversation goes on.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "palyra-settle",
        title = "Palyra Settle",
        syntax = "palyra-settle:queue",
        category = {Category.MESSAGING},
        producerOnly = true,
        headersClass = PalyraConstants.class)
public class SettleEndpoint extends DefaultEndpoint {

    @UriPath(enums = "inbox,outbox", description = "The queue that the message was claimed from")
    @Metadata(required = true)
    private Direction queue = Direction.OUTBOUND;

    public SettleEndpoint(String uri, SettleComponent component) {
        super(uri, component);
    }

    public Direction getQueue() {
        return queue;
    }

    public void setQueue(Direction queue) {
        this.queue = queue;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                ClaimedMessage message = exchange.getProperty(LaneConsumer.MESSAGE, ClaimedMessage.class);
                if (message == null || message.handOver().direction() != queue) {
                    throw new IllegalStateException(getEndpointUri() + " works only in a route that starts at "
                            + (queue == Direction.INBOUND ? "palyra-inbox:*" : "palyra-outbox:*"));
                }
                message.settle(exchange);
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(getEndpointUri() + " can only be used with to:");
    }
}
