package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the outbox answers once a message is stored.
 *
 * @param created false where a message with the same idempotency key was there before; that one stays as it is
 * @param leftOut what the message carries and its connector does nothing with
 */
public record EnqueueOutcome(
        EnvelopeId envelopeId,
        boolean created,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ContentFeature> leftOut) {

    public EnqueueOutcome {
        leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
    }

    /** Everything is shown. */
    public EnqueueOutcome(EnvelopeId envelopeId, boolean created) {
        this(envelopeId, created, List.of());
    }
}
