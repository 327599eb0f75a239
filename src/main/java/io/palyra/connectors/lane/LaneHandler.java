package io.palyra.connectors.lane;

/** Takes the messages of claimed lanes, one after the other within a lane, several lanes at once. */
@FunctionalInterface
public interface LaneHandler {

    /** Called on a worker thread; returns once the message has been handed over and its delivery settled. */
    void handle(LaneDelivery delivery);
}
