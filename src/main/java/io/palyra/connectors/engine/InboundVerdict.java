package io.palyra.connectors.engine;

import io.palyra.connectors.protocol.RouteInboundResult;

/** What becomes of an inbound message. */
public sealed interface InboundVerdict {

    record Routed(int attempts, RouteInboundResult result) implements InboundVerdict {}

    /** The daemon refused it. */
    record NotRouted(int attempts, String reason) implements InboundVerdict {}

    record Waits(Pause pause) implements InboundVerdict {}

    record Dead(int attempts, String reason) implements InboundVerdict {}
}
