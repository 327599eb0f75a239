package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;

/** Takes the inbound messages of one connector instance. */
@FunctionalInterface
public interface InboundSink {

    /**
     * Runs the message through the instance's inbound route. Blocks until the inbox has committed it; only then may a
     * platform cursor move past it. A message that a step of the route keeps from the inbox is answered as not accepted,
     * and the cursor moves too.
     *
     * @throws InboundRefusedException when the message was not admitted: nothing was stored
     */
    InboundIngestOutcome emit(InboundMessageEvent event) throws InboundRefusedException;
}
