package io.palyra.connectors.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ContentFeature;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a message while its sender waited a moment. */
record Dispatch(
        EnvelopeId envelopeId,
        boolean created,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ContentFeature> leftOut,
        OutboxState state,
        int attempts,
        @Nullable Long nextAttemptUnixMs,
        @Nullable DeliveryReceipt receipt,
        @Nullable List<OutboxStateView> parts) {

    static Dispatch of(EnqueueOutcome enqueued, OutboxStateView state) {
        return new Dispatch(
                enqueued.envelopeId(),
                enqueued.created(),
                enqueued.leftOut(),
                state.state(),
                state.attempts(),
                state.nextAttemptUnixMs(),
                state.receipt(),
                state.parts());
    }
}
