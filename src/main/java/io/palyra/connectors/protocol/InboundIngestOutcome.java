package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * What became of an inbound message, as far as it is known.
 *
 * @param accepted whether it is stored: from then on it is not lost
 * @param duplicate whether its envelope had been seen before
 * @param queuedForRetry whether the daemon is still being tried
 * @param decisionReason at most 4 KiB, longer ones are cut
 * @param enqueuedOutbound how many messages the daemon answered with
 * @param immediateDelivery how many of those were delivered before this was said
 */
public record InboundIngestOutcome(
        boolean accepted,
        boolean duplicate,
        boolean queuedForRetry,
        String decisionReason,
        @Nullable String routeKey,
        int enqueuedOutbound,
        int immediateDelivery) {
    @JsonCreator
    public InboundIngestOutcome {
        decisionReason = Texts.reason(decisionReason, "decision_reason");
        Checks.optionalLine(routeKey, "route_key", RouteInboundResult.ROUTE_KEY_BYTES_MAX);
        Checks.notNegative(enqueuedOutbound, "enqueued_outbound");
        Checks.notNegative(immediateDelivery, "immediate_delivery");
    }
}
