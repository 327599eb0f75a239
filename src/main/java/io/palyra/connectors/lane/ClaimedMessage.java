package io.palyra.connectors.lane;

import org.apache.camel.Exchange;

/** Ties the exchange of a claimed message to what settles it. */
record ClaimedMessage(LaneRoute route, LaneDelivery delivery) {

    void settle(Exchange exchange) {
        if (!delivery.isDone()) {
            route.settle(exchange, delivery);
        }
    }
}
