package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * What a sender is told of a delivery.
 *
 * @param idempotencyKey see {@link OutboundMessageRequest#idempotencyKey()}
 * @param externalMessageId the platform's own id of the message, if it was delivered
 * @param reason on a retry {@code <retry class>: <reason>}; at most 4 KiB, longer ones are cut
 */
public record DeliveryReceipt(
        ReceiptState state,
        String idempotencyKey,
        @Nullable MessageId externalMessageId,
        @Nullable Long retryAfterMs,
        @Nullable String reason) {
    @JsonCreator
    public DeliveryReceipt {
        Checks.required(state, "state");
        Checks.line(idempotencyKey, "idempotency_key", OutboundMessageRequest.IDEMPOTENCY_KEY_BYTES_MAX);
        Checks.notNegative(retryAfterMs, "retry_after_ms");
        reason = Texts.optionalReason(reason, "reason");
    }

    public static DeliveryReceipt of(DeliveryOutcome outcome, String idempotencyKey) {
        if (outcome instanceof DeliveryOutcome.Delivered delivered) {
            return new DeliveryReceipt(ReceiptState.ACK, idempotencyKey, delivered.nativeMessageId(), null, null);
        }
        if (outcome instanceof DeliveryOutcome.Retry retry) {
            Long retryAfterMs =
                    retry.retryAfter() == null ? null : retry.retryAfter().toMillis();
            String reason = retry.retryClass().wireName() + ": " + retry.reason();
            return new DeliveryReceipt(ReceiptState.UNKNOWN, idempotencyKey, null, retryAfterMs, reason);
        }
        if (outcome instanceof DeliveryOutcome.PermanentFailure failure) {
            return new DeliveryReceipt(ReceiptState.NACK, idempotencyKey, null, null, failure.reason());
        }
        String reason = ((DeliveryOutcome.Unknown) outcome).reason();
        return new DeliveryReceipt(ReceiptState.UNKNOWN, idempotencyKey, null, null, reason);
    }
}
