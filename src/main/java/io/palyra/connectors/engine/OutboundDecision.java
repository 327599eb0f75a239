package io.palyra.connectors.engine;

import io.palyra.connectors.protocol.LimitScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the end of an attempt.
 *
 * @param limit what else the platform limits; null: nothing
 */
public record OutboundDecision(
        OutboundVerdict verdict, FarSide farSide, @Nullable Limit limit) {

    /** A limit that holds up more than the conversation of the message that met it. */
    public record Limit(LimitScope scope, Duration delay, String reason) {}

    static OutboundDecision of(OutboundVerdict verdict, FarSide farSide) {
        return new OutboundDecision(verdict, farSide, null);
    }
}
