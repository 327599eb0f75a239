package io.palyra.connectors.engine;

import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.Readiness;

/** What becomes of an outbound message. */
public sealed interface OutboundVerdict {

    record Delivered(MessageId nativeMessageId, int attempts) implements OutboundVerdict {}

    /** @param uncertain the platform may have the message: it is {@code unknown} meanwhile, otherwise {@code pending} */
    record Waits(Pause pause, Cause cause, boolean uncertain) implements OutboundVerdict {}

    record Dead(int attempts, String reason) implements OutboundVerdict {}

    /** The platform may have the message, and nobody but an operator can tell. */
    record AsksOperator(int attempts, String reason) implements OutboundVerdict {}

    /** The connector cannot deliver anything: the message stays as it is, at no cost. */
    record ConnectorAtFault(Readiness readiness, String reason) implements OutboundVerdict {}

    /**
     * Before a send: it may be made.
     *
     * @param certainlyNotTaken the platform was asked about an earlier one and does not have it
     */
    record MaySend(boolean certainlyNotTaken) implements OutboundVerdict {}

    /** Before a send: the platform's history is to be asked first. */
    record LookUp() implements OutboundVerdict {}
}
