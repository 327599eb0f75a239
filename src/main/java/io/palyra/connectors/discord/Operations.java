package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageDiff;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.MutationStatus;
import io.palyra.connectors.protocol.Preflight;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** Works on messages that Discord has. Permissions are checked before, and named where they are missing. Thread safe; blocks. */
final class Operations implements MessageOperations {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Rest rest;
    private final History history;
    private final OperationPreflight preflights;
    private final MessageRecords records;

    Operations(Rest rest, Channels channels, History history, PermissionCheck permissions, String selfId) {
        this.rest = rest;
        this.history = history;
        this.preflights = new OperationPreflight(channels, permissions);
        this.records = new MessageRecords(selfId);
    }

    /** What Discord refuses is an answer. */
    @FunctionalInterface
    private interface Request<T> {
        T run() throws RequestException;
    }

    private static <T> T asking(Request<T> request) throws DeliveryException {
        try {
            return request.run();
        } catch (RequestException e) {
            throw DeliveryException.of(Outcomes.of(e.failure()), UnknownResolution.OPERATOR);
        } catch (ParsingException e) {
            throw DeliveryException.of(
                    new DeliveryOutcome.Unknown("the answer is not Discord's: " + e.getMessage()),
                    UnknownResolution.OPERATOR);
        }
    }

    @Override
    public ReadResult read(ReadRequest request) throws DeliveryException {
        return asking(() -> {
            OperationPreflight.Checked checked = preflights.check(MessageFeature.READ, request.target());
            return checked.preflight().allowed()
                    ? read(request, checked)
                    : new ReadResult(checked.preflight(), request.target(), request.messageId(), List.of(), null, null);
        });
    }

    private ReadResult read(ReadRequest request, OperationPreflight.Checked checked) throws RequestException {
        MessageTarget target = request.target();
        MessageId exact = request.messageId();
        if (exact != null) {
            DataObject message = find(checked.channelId(), exact);
            List<MessageRecord> found = message == null ? List.of() : List.of(records.of(target, message));
            return new ReadResult(checked.preflight(), target, exact, found, null, null);
        }
        int limit = Math.min(request.limit(), History.PAGE_MAX);
        List<DataObject> page = page(request, checked.channelId(), limit);
        List<MessageRecord> messages = records.all(target, page);
        boolean full = page.size() >= limit;
        boolean isPlaced = request.beforeMessageId() != null
                || request.aroundMessageId() != null
                || (request.afterMessageId() != null && full);
        boolean mayHaveOlder = full || request.afterMessageId() != null || request.aroundMessageId() != null;
        return new ReadResult(
                checked.preflight(),
                target,
                null,
                messages,
                page.isEmpty() || !mayHaveOlder ? null : id(page.get(page.size() - 1)),
                page.isEmpty() || !isPlaced ? null : id(page.get(0)));
    }

    private List<DataObject> page(ReadRequest request, String channelId, int limit) throws RequestException {
        if (request.beforeMessageId() != null) {
            return history.page(channelId, "before", request.beforeMessageId().value(), limit);
        } else if (request.afterMessageId() != null) {
            return history.page(channelId, "after", request.afterMessageId().value(), limit);
        } else if (request.aroundMessageId() != null) {
            return history.page(channelId, "around", request.aroundMessageId().value(), limit);
        }
        return history.newest(channelId, limit);
    }

    /** Discord has no search for bots: one page of the history is filtered, and the preflight says so. */
    @Override
    public SearchResult search(SearchRequest request) throws DeliveryException {
        return asking(() -> {
            OperationPreflight.Checked checked = preflights.check(MessageFeature.SEARCH, request.target());
            if (!checked.preflight().allowed()) {
                return new SearchResult(checked.preflight(), List.of(), null);
            }
            MessageId before = request.beforeMessageId();
            List<DataObject> page = before == null
                    ? history.newest(checked.channelId(), History.PAGE_MAX)
                    : history.page(checked.channelId(), "before", before.value(), History.PAGE_MAX);
            List<MessageRecord> matches = new ArrayList<>();
            int looked = 0;
            for (DataObject message : page) {
                if (matches.size() >= request.limit()) {
                    break;
                }
                looked++;
                records.readable(request.target(), message)
                        .filter(candidate -> SearchFilter.matches(request, candidate))
                        .ifPresent(matches::add);
            }
            boolean more = looked < page.size() || page.size() == History.PAGE_MAX;
            return new SearchResult(
                    checked.says("only the " + looked + " newest messages" + (before == null ? "" : " before " + before)
                            + " were looked at"),
                    matches,
                    more ? id(page.get(looked - 1)) : null);
        });
    }

    @Override
    public MutationResult edit(EditRequest request) throws DeliveryException {
        if (request.body().length() > MessagePayload.CONTENT_CHARS_MAX) {
            throw new InvalidEnvelopeException(
                    "body",
                    "value exceeds size limit",
                    request.body().length() + " characters, at most " + MessagePayload.CONTENT_CHARS_MAX);
        }
        return change(MessageFeature.EDIT, request.locator(), (checked, message) -> {
            if (!records.isOurs(message)) {
                return denied(
                        checked, request.locator(), "somebody else wrote the message; only own ones can be edited");
            }
            String before = message.getString("content", "");
            if (before.equals(request.body())) {
                return noop(checked, request.locator(), "the message reads like this already");
            }
            DataObject edited = rest.object(RestCall.of(
                            Requests.EDIT_MESSAGE,
                            checked.channelId(),
                            id(message).value())
                    .body(DataObject.empty()
                            .put("content", request.body())
                            .put("allowed_mentions", MessagePayload.nobody())));
            return new MutationResult(
                    checked.preflight(),
                    request.locator(),
                    MutationStatus.UPDATED,
                    null,
                    records.of(request.locator().target(), edited),
                    new MessageDiff(before, edited.getString("content", "")));
        });
    }

    @Override
    public MutationResult delete(DeleteRequest request) throws DeliveryException {
        return change(MessageFeature.DELETE, request.locator(), (checked, message) -> {
            if (!records.isOurs(message) && !checked.access().has(ChannelPermission.MANAGE_MESSAGES)) {
                return denied(
                        checked, request.locator(), "missing permission: " + ChannelPermission.MANAGE_MESSAGES.title());
            }
            rest.send(RestCall.of(
                            Requests.DELETE_MESSAGE,
                            checked.channelId(),
                            id(message).value())
                    .auditReason(request.reason()));
            return new MutationResult(
                    checked.preflight(),
                    request.locator(),
                    MutationStatus.DELETED,
                    null,
                    records.of(request.locator().target(), message),
                    null);
        });
    }

    @Override
    public MutationResult addReaction(ReactRequest request) throws DeliveryException {
        return react(request, true);
    }

    @Override
    public MutationResult removeReaction(ReactRequest request) throws DeliveryException {
        return react(request, false);
    }

    private MutationResult react(ReactRequest request, boolean add) throws DeliveryException {
        MessageFeature feature = add ? MessageFeature.REACT_ADD : MessageFeature.REACT_REMOVE;
        String emoji = Emoji.of(request.emoji());
        return change(feature, request.locator(), (checked, message) -> {
            if (hasOurs(message, emoji) == add) {
                return noop(
                        checked,
                        request.locator(),
                        add ? "the reaction is there already" : "there is no such reaction");
            }
            rest.send(RestCall.of(
                    add ? Requests.ADD_REACTION : Requests.REMOVE_REACTION,
                    checked.channelId(),
                    id(message).value(),
                    emoji));
            return new MutationResult(
                    checked.preflight(),
                    request.locator(),
                    add ? MutationStatus.REACTION_ADDED : MutationStatus.REACTION_REMOVED,
                    null,
                    null,
                    null);
        });
    }

    private static boolean hasOurs(DataObject message, String emoji) {
        List<String> ours = new ArrayList<>();
        Elements.each(message, "reactions", reaction -> {
            DataObject of = reaction.getObject("emoji");
            String name = of.getString("name", "");
            if (reaction.getBoolean("me", false)) {
                ours.add(of.isNull("id") ? name : name + ":" + of.getString("id"));
            }
        });
        return ours.contains(emoji);
    }

    @FunctionalInterface
    private interface Change {
        MutationResult apply(OperationPreflight.Checked checked, DataObject message) throws RequestException;
    }

    private MutationResult change(MessageFeature feature, MessageLocator locator, Change change)
            throws DeliveryException {
        return asking(() -> {
            OperationPreflight.Checked checked = preflights.check(feature, locator.target());
            if (!checked.preflight().allowed()) {
                return result(checked.preflight(), locator, MutationStatus.DENIED);
            }
            try {
                DataObject message = find(checked.channelId(), locator.messageId());
                if (message == null) {
                    String reason = "there is no message " + locator.messageId();
                    return feature == MessageFeature.DELETE
                            ? noop(checked, locator, reason)
                            : denied(checked, locator, reason);
                }
                return change.apply(checked, message);
            } catch (RequestException e) {
                if (e.isStatus(FORBIDDEN) || e.isStatus(NOT_FOUND) || e.isStatus(BAD_REQUEST)) {
                    return denied(checked, locator, e.failure().reason());
                }
                throw e;
            }
        });
    }

    private @Nullable DataObject find(String channelId, MessageId messageId) throws RequestException {
        try {
            return rest.object(RestCall.of(Requests.GET_MESSAGE, channelId, messageId.value()));
        } catch (RequestException e) {
            if (e.isStatus(NOT_FOUND)) {
                return null;
            }
            throw e;
        }
    }

    private static MessageId id(DataObject message) {
        return new MessageId(message.getString("id"));
    }

    private static MutationResult denied(OperationPreflight.Checked checked, MessageLocator locator, String reason) {
        return result(checked.preflight().denied(reason), locator, MutationStatus.DENIED);
    }

    private static MutationResult noop(OperationPreflight.Checked checked, MessageLocator locator, String reason) {
        return new MutationResult(checked.preflight(), locator, MutationStatus.NOOP, reason, null, null);
    }

    private static MutationResult result(Preflight preflight, MessageLocator locator, MutationStatus status) {
        return new MutationResult(preflight, locator, status, preflight.reason(), null, null);
    }
}
