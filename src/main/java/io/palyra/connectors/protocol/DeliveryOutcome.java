package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt to deliver a message ended. As JSON, {@code outcome} says which. Reasons are made to fit rather than
 * refused: at most 4 KiB, what no store can keep replaced.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = DeliveryOutcome.TYPE_FIELD)
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeliveryOutcome.Delivered.class, name = "delivered"),
    @JsonSubTypes.Type(value = DeliveryOutcome.Retry.class, name = "retry"),
    @JsonSubTypes.Type(value = DeliveryOutcome.PermanentFailure.class, name = "permanent_failure"),
    @JsonSubTypes.Type(value = DeliveryOutcome.Unknown.class, name = "unknown")
})
public sealed interface DeliveryOutcome {
    String TYPE_FIELD = "outcome";

    /** The platform has the message. */
    record Delivered(MessageId nativeMessageId) implements DeliveryOutcome {
        @JsonCreator
        public Delivered {
            Checks.required(nativeMessageId, "native_message_id");
        }
    }

    /**
     * The platform does not have the message; a later attempt may succeed.
     *
     * @param retryAfter the wait that the platform stated; kept in whole milliseconds, rounded up, from 0 to 365 days
     * @param limit what else waits as long; only with the class {@code rate_limit}, where nothing means the conversation
     * @param uncertain the platform failed and may have the message all the same: a later attempt is made as one after an
     *     unknown outcome
     */
    record Retry(
            @JsonProperty("class") RetryClass retryClass,
            String reason,
            @JsonProperty("retry_after_ms") @Nullable Duration retryAfter,
            @Nullable LimitScope limit,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean uncertain)
            implements DeliveryOutcome {
        private static final Duration RETRY_AFTER_MAX = Duration.ofDays(365);

        @JsonCreator
        public Retry {
            Checks.required(retryClass, "class");
            reason = Texts.reason(reason, "reason");
            retryAfter = retryAfter == null ? null : wholeMillis(retryAfter);
            if (limit != null && retryClass != RetryClass.RATE_LIMIT) {
                throw new InvalidEnvelopeException("limit", "needs the class rate_limit", limit.wireName());
            }
        }

        /** The platform certainly does not have the message. */
        public Retry(RetryClass retryClass, String reason, @Nullable Duration retryAfter, @Nullable LimitScope limit) {
            this(retryClass, reason, retryAfter, limit, false);
        }

        /** Nothing but the conversation waits. */
        public Retry(RetryClass retryClass, String reason, @Nullable Duration retryAfter) {
            this(retryClass, reason, retryAfter, null);
        }

        private static Duration wholeMillis(Duration wait) {
            if (wait.isNegative()) {
                return Duration.ZERO;
            }
            if (wait.compareTo(RETRY_AFTER_MAX) > 0) {
                return RETRY_AFTER_MAX;
            }
            return Duration.ofMillis(wait.plusNanos(999_999).toMillis());
        }
    }

    /**
     * The platform does not have the message, and no attempt will change that.
     *
     * @param readiness what the connector is now; only with a fault of the connector
     * @param unrecognised the platform refused in its own form, with a code that nobody knows: whether the message is at
     *     fault shows itself by what becomes of others; only with a fault of the message
     */
    record PermanentFailure(
            String reason,
            Fault fault,
            @Nullable Readiness readiness,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unrecognised)
            implements DeliveryOutcome {
        @JsonCreator
        public PermanentFailure {
            reason = Texts.reason(reason, "reason");
            Checks.required(fault, "fault");
            if (readiness != null && fault != Fault.CONNECTOR) {
                throw new InvalidEnvelopeException("readiness", "needs a fault of the connector", fault.wireName());
            }
            if (unrecognised && fault != Fault.MESSAGE) {
                throw new InvalidEnvelopeException("unrecognised", "needs a fault of the message", fault.wireName());
            }
        }

        /** A refusal whose meaning is known. */
        public PermanentFailure(String reason, Fault fault, @Nullable Readiness readiness) {
            this(reason, fault, readiness, false);
        }
    }

    /** The platform may have the message or not: the connection broke once it was written, the answer is unreadable. */
    record Unknown(String reason) implements DeliveryOutcome {
        @JsonCreator
        public Unknown {
            reason = Texts.reason(reason, "reason");
        }
    }
}
