package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.InboundMessageEvent;

/** Where messages end that a step of the inbound route fails for again and again. Found in the Camel registry. */
public interface PoisonedMessages {

    /**
     * Stores the message as an inbound dead letter, from where an operator may have it tried again. Blocks until it is
     * committed; throws where the store does not take it.
     */
    void giveUp(InboundMessageEvent event, int attempts, String reason);
}
