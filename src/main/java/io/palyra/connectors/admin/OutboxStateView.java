package io.palyra.connectors.admin;

import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.ReceiptState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a message of the outbox stands.
 *
 * @param attempts of a split message: of the part with the most
 * @param nextAttemptUnixMs of a split message: of the part that is next
 * @param receipt of the latest attempt; of a split message: of the part that decides its state
 * @param parts of a split message, in order
 */
record OutboxStateView(
        EnvelopeId envelopeId,
        OutboxState state,
        int attempts,
        @Nullable Long nextAttemptUnixMs,
        @Nullable DeliveryReceipt receipt,
        @Nullable List<OutboxStateView> parts) {

    private static final String NO_REASON = "no reason given";

    /** @param entries the message, or all of its parts in order; at least one */
    static OutboxStateView of(List<OutboxEntry> entries) {
        OutboxEntry first = entries.get(0);
        if (entries.size() == 1) {
            return part(first);
        }
        OutboxState state = state(entries);
        OutboxEntry deciding = entries.stream()
                .filter(entry -> entry.state() == state)
                .findFirst()
                .orElse(first);
        return new OutboxStateView(
                first.envelopeId(),
                state,
                entries.stream().mapToInt(OutboxEntry::attempts).max().orElse(0),
                entries.stream()
                        .map(OutboxEntry::nextAttemptUnixMs)
                        .filter(Objects::nonNull)
                        .min(Long::compare)
                        .orElse(null),
                receipt(deciding, key(first)),
                entries.stream().map(OutboxStateView::part).toList());
    }

    /** Whether nothing changes any more unless an operator decides so. */
    static boolean isAtRest(OutboxEntry entry) {
        return switch (entry.state()) {
            case DELIVERED, DEAD -> true;
            case UNKNOWN -> entry.nextAttemptUnixMs() == null;
            case PENDING -> false;
        };
    }

    private static OutboxStateView part(OutboxEntry entry) {
        return new OutboxStateView(
                entry.envelopeId(),
                entry.state(),
                entry.attempts(),
                entry.nextAttemptUnixMs(),
                receipt(entry, key(entry)),
                null);
    }

    private static OutboxState state(List<OutboxEntry> parts) {
        for (OutboxState state : List.of(OutboxState.DEAD, OutboxState.UNKNOWN, OutboxState.PENDING)) {
            if (parts.stream().anyMatch(part -> part.state() == state)) {
                return state;
            }
        }
        return OutboxState.DELIVERED;
    }

    private static @Nullable DeliveryReceipt receipt(OutboxEntry entry, String key) {
        String reason = entry.reason() == null ? NO_REASON : entry.reason();
        return switch (entry.state()) {
            case DELIVERED -> new DeliveryReceipt(ReceiptState.ACK, key, entry.nativeMessageId(), null, null);
            case DEAD -> DeliveryReceipt.of(new DeliveryOutcome.PermanentFailure(reason, Fault.MESSAGE, null), key);
            case UNKNOWN -> DeliveryReceipt.of(new DeliveryOutcome.Unknown(reason), key);
            case PENDING -> entry.attempts() == 0 ? null : retry(entry, reason, key);
        };
    }

    private static DeliveryReceipt retry(OutboxEntry entry, String reason, String key) {
        DeliveryOutcome outcome = entry.retryClass() == null
                ? new DeliveryOutcome.Unknown(reason)
                : new DeliveryOutcome.Retry(entry.retryClass(), reason, null);
        return DeliveryReceipt.of(outcome, key);
    }

    private static String key(OutboxEntry entry) {
        return entry.connectorId() + ":" + entry.envelopeId();
    }
}
