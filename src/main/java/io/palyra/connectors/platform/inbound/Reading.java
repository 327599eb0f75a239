package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.Optional;

/**
 * What was read of a message.
 *
 * @param event none where nobody wrote the message for us: our own, the platform's notices, those without content
 * @param mentionsUs whether it speaks to the bot: mentions it or its role, or answers a message of the bot
 * @param leftOut the message, or parts of it
 */
public record Reading(Optional<InboundMessageEvent> event, boolean mentionsUs, LeftOut leftOut) {

    public static Reading nothing(LeftOut.Kind kind) {
        LeftOut leftOut = new LeftOut();
        leftOut.add(kind);
        return new Reading(Optional.empty(), false, leftOut);
    }
}
