package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.InboundMessageEvent;
import java.time.Duration;
import java.util.Optional;

/** What is done about messages for which a step of the inbound route fails. Found in the Camel registry; thread safe. */
public interface PoisonedMessages {

    /** Whether the message is stored, admitted or as a dead letter: its platform gives it once more. May block. */
    boolean isKnown(InboundMessageEvent event);

    /** How long to wait after so many failed attempts, at least 1; empty where the message is given up. */
    Optional<Duration> waitAfter(int attempts);

    /**
     * Stores the message as an inbound dead letter, from where an operator may have it tried again. Blocks until it is
     * committed; throws where the store does not take it.
     */
    void giveUp(InboundMessageEvent event, int attempts, String reason);
}
