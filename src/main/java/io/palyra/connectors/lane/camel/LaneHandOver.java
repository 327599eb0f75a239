package io.palyra.connectors.lane.camel;

import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.protocol.Direction;
import org.apache.camel.Exchange;

/** What the route of one direction does with a claimed message before and after its steps. */
public interface LaneHandOver {

    Direction direction();

    /** Fills a fresh exchange with the message. */
    void begin(Exchange exchange, LaneDelivery delivery);

    /** The {@code palyra-settle} step: reads the outcome off the exchange and settles the delivery with it. */
    void settle(Exchange exchange, LaneDelivery delivery);

    /**
     * The route has ended without settling the message: by an exception that it does not handle, by a dropped step, or
     * because it was being stopped, which costs no attempt.
     */
    void unsettled(Exchange exchange, LaneDelivery delivery);
}
