package io.palyra.connectors.inbox;

import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * One row of the inbox as it stands.
 *
 * @param attempts times the daemon was asked
 * @param reason the daemon's last decision or the last failure
 * @param settledAtUnixMs when it came into its state; null while it is pending
 * @param payload the event as JSON
 */
public record InboxEntry(
        EnvelopeId envelopeId,
        InboxState state,
        int attempts,
        @Nullable Long nextAttemptUnixMs,
        @Nullable String reason,
        @Nullable String routeKey,
        int enqueuedOutbound,
        long createdAtUnixMs,
        @Nullable Long settledAtUnixMs,
        String payload) {

    /** As it was stored. */
    public InboundMessageEvent event() {
        return WireFormat.read(payload, InboundMessageEvent.class);
    }
}
