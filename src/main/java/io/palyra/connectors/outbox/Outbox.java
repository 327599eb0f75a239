package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.ListBody;
import io.palyra.connectors.adapter.LogContext;
import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.adapter.RenderedText;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ContentFeature;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The way into the outbox. A message is checked against its connector's limits, split where it is too long for the
 * platform, and stored; it is accepted once its transaction has committed.
 */
public final class Outbox {

    private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

    private static final int NAMES_BYTES_MAX = 256;
    private static final String NAMELESS = "attachment";

    private final OutboxStore store;
    private final EventLog events;
    private final Transactions transactions;
    private final DeliveryTargets targets;
    private final Clock clock;

    public Outbox(OutboxStore store, EventLog events, Transactions transactions, DeliveryTargets targets, Clock clock) {
        this.store = store;
        this.events = events;
        this.transactions = transactions;
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * Stores a message.
     *
     * @return completed after the commit, on a thread of the store's
     * @throws InvalidEnvelopeException where the connector's limits refuse it
     * @throws UnknownConnectorException where there is no such instance
     */
    public CompletableFuture<EnqueueOutcome> enqueue(OutboundMessageRequest request) {
        List<OutboxRow> rows = prepare(request);
        return transactions.submitAsking(transaction -> insert(transaction, rows));
    }

    /**
     * Stores messages in one commit, in their order, or none of them.
     *
     * @return completed after the commit, on a thread of the store's, with an outcome for each
     * @throws InvalidEnvelopeException where a limit refuses one of them; where there are several, the field says which
     * @throws UnknownConnectorException where there is no such instance
     */
    CompletableFuture<List<EnqueueOutcome>> enqueueAll(List<OutboundMessageRequest> requests) {
        List<List<OutboxRow>> rows = ListBody.each(requests, this::prepare);
        return transactions.submitAsking(transaction -> Answer.all(
                rows.stream().map(message -> insert(transaction, message)).toList()));
    }

    /**
     * Checks, renders and splits a message, to be stored with {@link #insert}.
     *
     * @throws InvalidEnvelopeException where the connector's limits refuse it
     */
    public List<OutboxRow> prepare(OutboundMessageRequest request) {
        return rows(fit(request, RenderedText.of(request, targets.markup(request.connectorId()))));
    }

    /**
     * The same with a message that was stored before, and so is rendered.
     *
     * @throws InvalidEnvelopeException where the connector's limits refuse it
     */
    public List<OutboxRow> prepareAgain(OutboundMessageRequest stored) {
        return rows(fit(stored, RenderedText.asStored(stored)));
    }

    private List<OutboxRow> rows(List<OutboundMessageRequest> parts) {
        OutboundMessageRequest first = parts.get(0);
        parts.forEach(part -> LogContext.TEXT.trace("{} {}: {}", part.connectorId(), part.envelopeId(), part.text()));
        List<ContentFeature> leftOut =
                targets.capabilities(first.connectorId()).content().leftOutOf(first);
        return parts.stream()
                .map(part -> part == first
                        ? OutboxRow.of(part, null).leavingOut(leftOut)
                        : OutboxRow.of(part, first.envelopeId()))
                .toList();
    }

    /** Stores a prepared message in the caller's transaction. */
    public Answer<EnqueueOutcome> insert(Transaction transaction, List<OutboxRow> rows) {
        return store.insert(transaction, rows, clock.millis()).map(fresh -> inserted(transaction, rows, fresh));
    }

    private EnqueueOutcome inserted(Transaction transaction, List<OutboxRow> rows, boolean fresh) {
        OutboundMessageRequest first = rows.get(0).part();
        if (!fresh) {
            events.append(
                    transaction, about(first, EventType.OUTBOX_DUPLICATE, "message seen before, not stored again"));
            return new EnqueueOutcome(first.envelopeId(), false);
        }
        rows.forEach(row -> events.append(transaction, row.enqueued()));
        List<ContentFeature> leftOut = rows.get(0).leftOut();
        if (!leftOut.isEmpty()) {
            events.append(transaction, leftOut(first, leftOut));
        }
        return new EnqueueOutcome(first.envelopeId(), true, leftOut);
    }

    private static ConnectorEvent leftOut(OutboundMessageRequest message, List<ContentFeature> leftOut) {
        List<String> names = leftOut.stream().map(ContentFeature::wireName).toList();
        return ConnectorEvent.about(
                        message.connectorId(),
                        message.envelopeId(),
                        EventType.OUTBOX_LEFT_OUT,
                        EventLevel.WARN,
                        "the connector does nothing with a part of the message: " + String.join(", ", names))
                .with("left_out", names);
    }

    private static ConnectorEvent about(OutboundMessageRequest part, EventType type, String message) {
        return ConnectorEvent.about(part.connectorId(), part.envelopeId(), type, EventLevel.INFO, message);
    }

    /** The message as the platform will take it: one, or several parts in order. */
    private List<OutboundMessageRequest> fit(OutboundMessageRequest written, RenderedText rendered) {
        ConversationId conversation = targets.conversation(written.connectorId(), written.conversationId());
        OutboundMessageRequest request = conversation.equals(written.conversationId())
                ? written
                : written.toBuilder().conversationId(conversation).build();
        CapabilityLimits limits = targets.limits(request.connectorId());
        checkAttachments(request.attachments(), limits);
        Markup markup = targets.markup(request.connectorId());
        CapabilityLimits storable = storable(limits, rendered);
        int beside = request.attachments().isEmpty()
                ? 0
                : Math.min(markup.charsBeside(request), storable.textCharsMax() / 2);
        List<String> texts = TextSplitter.split(rendered.text(), storable, markup, beside);
        List<List<AttachmentRef>> behind =
                request.attachments().isEmpty() ? List.of() : markup.behind(request, rendered.text());
        if (texts.size() == 1 && behind.isEmpty()) {
            return List.of(new RenderedText(texts.get(0), rendered.autoAckText()).in(request));
        }
        List<OutboundMessageRequest> parts = new ArrayList<>();
        for (String text : texts) {
            List<AttachmentRef> attachments = parts.isEmpty() ? notIn(behind, request.attachments()) : List.of();
            parts.add(part(request, rendered, parts.size(), text, attachments));
        }
        for (List<AttachmentRef> group : behind) {
            parts.add(part(request, rendered, parts.size(), names(group, limits), group));
        }
        return parts;
    }

    private static List<AttachmentRef> notIn(List<List<AttachmentRef>> groups, List<AttachmentRef> attachments) {
        Set<AttachmentRef> grouped = Collections.newSetFromMap(new IdentityHashMap<>());
        groups.forEach(grouped::addAll);
        return attachments.stream()
                .filter(attachment -> !grouped.contains(attachment))
                .toList();
    }

    /** What operators see of attachments that go without a text. */
    private static String names(List<AttachmentRef> attachments, CapabilityLimits limits) {
        String names = attachments.stream()
                .map(AttachmentRef::filename)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? NAMELESS : Texts.fitting(names, Math.min(NAMES_BYTES_MAX, limits.textCharsMax()), "…");
    }

    /** What was rendered may be longer than one message can be stored with, however much the platform takes. */
    private static CapabilityLimits storable(CapabilityLimits limits, RenderedText rendered) {
        int charsMax = OutboundMessageRequest.TEXT_BYTES_MAX / UTF8_BYTES_PER_CHAR_MAX;
        return rendered.text().length() <= charsMax || rendered.bytes() <= OutboundMessageRequest.TEXT_BYTES_MAX
                ? limits
                : limits.chars(Math.min(limits.textCharsMax(), charsMax));
    }

    /** What belongs to the message as a whole goes with its first part. */
    private OutboundMessageRequest part(
            OutboundMessageRequest whole, RenderedText rendered, int n, String text, List<AttachmentRef> attachments) {
        var part = RenderedText.with(whole, text)
                .envelopeId(whole.envelopeId().chunk(n))
                .attachments(attachments)
                .autoAckText(rendered.autoAckText());
        if (n > 0) {
            part.inReplyToMessageId(targets.answersInPlace(whole.connectorId()) ? whole.inReplyToMessageId() : null)
                    .autoAckText(null)
                    .autoReaction(null)
                    .structuredJson(null)
                    .a2uiUpdate(null);
        }
        return part.build();
    }

    private static void checkAttachments(List<AttachmentRef> attachments, CapabilityLimits limits) {
        if (attachments.size() > limits.attachmentsMax()) {
            throw new InvalidEnvelopeException(
                    "attachments",
                    "message exceeds attachment count limit",
                    attachments.size() + ", at most " + limits.attachmentsMax());
        }
        for (int i = 0; i < attachments.size(); i++) {
            long size = uploadBytes(attachments.get(i));
            if (size > limits.attachmentBytesMax()) {
                throw new InvalidEnvelopeException(
                        "attachments[" + i + "]",
                        "value exceeds size limit",
                        size + " bytes, at most " + limits.attachmentBytesMax());
            }
        }
    }

    /** What the platform will get: the content itself counts, whatever size its sender states. */
    private static long uploadBytes(AttachmentRef attachment) {
        String content = attachment.inlineBase64();
        if (!attachment.uploadRequested() || content == null) {
            return 0;
        }
        int padding = content.length() - content.replace("=", "").length();
        return (content.length() - padding) * 3L / 4;
    }
}
