package io.palyra.connectors.engine;

import io.palyra.connectors.protocol.RouteInboundResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a call of the daemon ended. */
public sealed interface InboundEnd {

    /** With an answer, whatever it says. */
    record Answered(RouteInboundResult result) implements InboundEnd {}

    /** The daemon refused the message for good. */
    record Rejected(String reason) implements InboundEnd {}

    /** @param stated the wait that the daemon asked for */
    record Failed(
            DaemonFault fault, String reason, @Nullable Duration stated) implements InboundEnd {}

    /** A step of the route failed: that tells nothing about the daemon. */
    record StepFailed(String reason) implements InboundEnd {}
}
