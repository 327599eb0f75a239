package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.Optional;

/**
 * What was read of a message.
 *
 * @param event none where nobody wrote the message for us: our own, the platform's notices, those without content
 * @param facts what the platform says of it beside the event
 * @param leftOut the message, or parts of it
 */
public record Reading(Optional<InboundMessageEvent> event, InboundFacts facts, LeftOut leftOut) {

    public static Reading nothing(LeftOut.Kind kind) {
        return nothing(kind, new LeftOut());
    }

    /** Nothing, beside what was left out before that showed itself. */
    public static Reading nothing(LeftOut.Kind kind, LeftOut leftOut) {
        leftOut.add(kind);
        return new Reading(Optional.empty(), InboundFacts.NONE, leftOut);
    }
}
