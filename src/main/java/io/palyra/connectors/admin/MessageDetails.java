package io.palyra.connectors.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.lane.storage.TraceStore.PastAttempt;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One message with all that is known of it. */
final class MessageDetails {

    /**
     * On its way out.
     *
     * @param deadLetterId by which it is decided about; null where it is not among the dead letters
     * @param settledAtUnixMs of a split message: of the part that was settled last, once all are
     * @param text only where it was asked for; of a split message: those of the parts, a line each
     */
    record Outbound(
            @JsonUnwrapped OutboxStateView state,
            String conversationId,
            long createdAtUnixMs,
            @Nullable Long settledAtUnixMs,
            @Nullable Long deadLetterId,
            List<PastAttempt> attemptHistory,
            @Nullable String text) {}

    /** On its way to the daemon. */
    record Inbound(
            EnvelopeId envelopeId,
            InboxState state,
            int attempts,
            @Nullable Long nextAttemptUnixMs,
            @Nullable String reason,
            @Nullable String routeKey,
            int enqueuedOutbound,
            String conversationId,
            String senderId,
            @Nullable String senderDisplay,
            long createdAtUnixMs,
            @Nullable Long settledAtUnixMs,
            @Nullable Long deadLetterId,
            List<PastAttempt> attemptHistory,
            @Nullable String text) {}

    private MessageDetails() {}

    /**
     * @param entries the message, or all of its parts in order; at least one
     * @param attempts also those of other messages
     */
    static Outbound of(
            List<OutboxEntry> entries, @Nullable Long deadLetter, List<PastAttempt> attempts, boolean withText) {
        List<EnvelopeId> ids = entries.stream().map(OutboxEntry::envelopeId).toList();
        List<Long> settled = entries.stream()
                .map(OutboxEntry::settledAtUnixMs)
                .filter(Objects::nonNull)
                .toList();
        OutboxEntry first = entries.get(0);
        return new Outbound(
                OutboxStateView.of(entries),
                first.request().conversationId().value(),
                first.createdAtUnixMs(),
                settled.size() < entries.size()
                        ? null
                        : settled.stream().max(Long::compare).orElse(null),
                deadLetter,
                attempts.stream()
                        .filter(attempt -> ids.contains(attempt.envelopeId()))
                        .toList(),
                withText ? text(entries) : null);
    }

    private static String text(List<OutboxEntry> entries) {
        return entries.stream().map(entry -> entry.request().text()).collect(Collectors.joining("\n"));
    }

    /** @param attempts also those of other messages */
    static Inbound of(InboxEntry entry, @Nullable Long deadLetter, List<PastAttempt> attempts, boolean withText) {
        InboundMessageEvent event = entry.event();
        return new Inbound(
                entry.envelopeId(),
                entry.state(),
                entry.attempts(),
                entry.nextAttemptUnixMs(),
                entry.reason(),
                entry.routeKey(),
                entry.enqueuedOutbound(),
                event.conversationId().value(),
                event.senderId().value(),
                event.senderDisplay(),
                entry.createdAtUnixMs(),
                entry.settledAtUnixMs(),
                deadLetter,
                attempts.stream()
                        .filter(attempt -> attempt.envelopeId().equals(entry.envelopeId()))
                        .toList(),
                withText ? event.body() : null);
    }
}
