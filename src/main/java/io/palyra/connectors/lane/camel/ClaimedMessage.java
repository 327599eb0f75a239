package io.palyra.connectors.lane.camel;

import io.palyra.connectors.lane.LaneDelivery;
import org.apache.camel.Exchange;

/** Ties the exchange of a claimed message to what settles it. */
record ClaimedMessage(LaneHandOver handOver, LaneDelivery delivery) {

    void settle(Exchange exchange) {
        if (!delivery.isDone()) {
            handOver.settle(exchange, delivery);
        }
    }
}
