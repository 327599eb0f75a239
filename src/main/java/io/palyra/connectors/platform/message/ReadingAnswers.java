package io.palyra.connectors.platform.message;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.Preflight;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same for a platform that shows bots its history: answers who reads or searches it, too.
 *
 * @param <C> an operation that was checked
 * @param <M> a message as the platform gives it
 */
public final class ReadingAnswers<C extends PlatformMessages.Checked, M> extends OperationAnswers<C, M> {

    private static final Logger LOG = LoggerFactory.getLogger(ReadingAnswers.class);

    private final ReadableMessages<C, M> messages;

    public ReadingAnswers(ReadableMessages<C, M> messages) {
        super(messages);
        this.messages = messages;
    }

    /** Reads one message, or a page of them. One that cannot be read is left out of a page. */
    public ReadResult read(ReadRequest request) throws DeliveryException {
        return asking(() -> {
            C checked = messages.check(MessageFeature.READ, request.target());
            return reading(
                    checked,
                    () -> read(request, checked),
                    denied -> new ReadResult(denied, request.target(), request.messageId(), List.of(), null, null));
        });
    }

    private ReadResult read(ReadRequest request, C checked) throws RequestException {
        MessageTarget target = request.target();
        MessageId exact = request.messageId();
        if (exact != null) {
            M message = messages.find(checked, exact);
            List<MessageRecord> found = message == null ? List.of() : List.of(messages.record(target, message));
            return new ReadResult(checked.preflight(), target, exact, found, null, null);
        }
        int limit = Math.min(request.limit(), messages.pageMax());
        List<M> page = messages.page(
                checked,
                new ReadRequest(
                        target,
                        null,
                        request.beforeMessageId(),
                        request.afterMessageId(),
                        request.aroundMessageId(),
                        limit));
        boolean full = page.size() >= limit;
        boolean isPlaced = request.beforeMessageId() != null
                || request.aroundMessageId() != null
                || (request.afterMessageId() != null && full);
        boolean mayHaveOlder = full || request.afterMessageId() != null || request.aroundMessageId() != null;
        return new ReadResult(
                checked.preflight(),
                target,
                null,
                page.stream()
                        .flatMap(message -> readable(target, message).stream())
                        .toList(),
                page.isEmpty() || !mayHaveOlder ? null : messages.id(page.get(page.size() - 1)),
                page.isEmpty() || !isPlaced ? null : messages.id(page.get(0)));
    }

    /** Searches on a platform that has no search for bots: one page of the history is filtered, and the preflight says so. */
    public SearchResult search(SearchRequest request) throws DeliveryException {
        return asking(() -> {
            C checked = messages.check(MessageFeature.SEARCH, request.target());
            return reading(
                    checked, () -> search(request, checked), denied -> new SearchResult(denied, List.of(), null));
        });
    }

    /** What is not allowed, and what the platform refuses, is an answer with nothing in it. */
    private <T> T reading(C checked, Request<T> allowed, Function<Preflight, T> otherwise) throws RequestException {
        if (!checked.preflight().allowed()) {
            return otherwise.apply(checked.preflight());
        }
        try {
            return allowed.run();
        } catch (RequestException e) {
            if (messages.isDenial(e)) {
                return otherwise.apply(checked.preflight().denied(e.failure().reason()));
            }
            throw e;
        }
    }

    private SearchResult search(SearchRequest request, C checked) throws RequestException {
        MessageId before = request.beforeMessageId();
        List<M> page =
                messages.page(checked, new ReadRequest(request.target(), null, before, null, null, messages.pageMax()));
        List<MessageRecord> matches = new ArrayList<>();
        int looked = 0;
        for (M message : page) {
            if (matches.size() >= request.limit()) {
                break;
            }
            looked++;
            readable(request.target(), message)
                    .filter(candidate -> SearchFilter.matches(request, candidate, messages::userId))
                    .ifPresent(matches::add);
        }
        boolean more = looked < page.size() || page.size() == messages.pageMax();
        return new SearchResult(
                says(
                        checked.preflight(),
                        "only the " + looked + " newest messages" + (before == null ? "" : " before " + before)
                                + " were looked at"),
                matches,
                more ? messages.id(page.get(looked - 1)) : null);
    }

    /** The same, with a word on what it covers. */
    private static Preflight says(Preflight preflight, String remark) {
        return new Preflight(
                preflight.allowed(),
                preflight.policyAction(),
                preflight.approvalMode(),
                preflight.riskLevel(),
                preflight.auditEventType(),
                preflight.requiredPermissions(),
                remark);
    }

    /** Empty where it lacks what every message has. */
    private Optional<MessageRecord> readable(MessageTarget target, M message) {
        try {
            return Optional.of(messages.record(target, message));
        } catch (RuntimeException e) {
            LOG.error("a message of {} cannot be read and is left out: {}", target.conversationId(), e.getMessage());
            return Optional.empty();
        }
    }
}
