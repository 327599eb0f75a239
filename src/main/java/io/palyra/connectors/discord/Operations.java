package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.OperationAnswers.denied;
import static io.palyra.connectors.platform.message.OperationAnswers.done;
import static io.palyra.connectors.platform.message.OperationAnswers.noop;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.platform.message.ReadingAnswers;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageDiff;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.MutationStatus;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Works on messages that Discord has. Permissions are checked before, and named where they are missing. Thread safe; blocks. */
final class Operations implements MessageOperations {

    private final Rest rest;
    private final MessageRecords records;
    private final ReadingAnswers<OperationPreflight.Checked, DataObject> answers;

    Operations(Rest rest, Channels channels, History history, PermissionCheck permissions, String selfId) {
        this.rest = rest;
        this.records = new MessageRecords(selfId);
        this.answers = new ReadingAnswers<>(
                new OperationMessages(rest, history, new OperationPreflight(channels, permissions), records));
    }

    @Override
    public boolean isDirect(MessageTarget target) throws DeliveryException {
        return answers.place(target, checked -> checked.access().place() == ChannelAccess.Place.DIRECT);
    }

    @Override
    public ReadResult read(ReadRequest request) throws DeliveryException {
        return answers.read(request);
    }

    @Override
    public SearchResult search(SearchRequest request) throws DeliveryException {
        return answers.search(request);
    }

    @Override
    public MutationResult edit(EditRequest request) throws DeliveryException {
        if (request.body().length() > MessagePayload.CONTENT_CHARS_MAX) {
            throw new InvalidEnvelopeException(
                    "body",
                    "value exceeds size limit",
                    request.body().length() + " characters, at most " + MessagePayload.CONTENT_CHARS_MAX);
        }
        return answers.change(MessageFeature.EDIT, request.locator(), (checked, message) -> {
            if (!records.isOurs(message)) {
                return denied(
                        checked, request.locator(), "somebody else wrote the message; only own ones can be edited");
            }
            String before = message.getString("content", "");
            if (before.equals(request.body())) {
                return noop(checked, request.locator(), "the message reads like this already");
            }
            DataObject edited = rest.object(RestCall.of(Requests.EDIT_MESSAGE, checked.channelId(), id(message))
                    .body(DataObject.empty()
                            .put("content", request.body())
                            .put("allowed_mentions", MessagePayload.nobody())));
            return done(
                    checked,
                    request.locator(),
                    MutationStatus.UPDATED,
                    records.of(request.locator().target(), edited),
                    new MessageDiff(before, edited.getString("content", "")));
        });
    }

    @Override
    public MutationResult delete(DeleteRequest request) throws DeliveryException {
        return answers.change(MessageFeature.DELETE, request.locator(), (checked, message) -> {
            if (!records.isOurs(message) && !checked.access().has(ChannelPermission.MANAGE_MESSAGES)) {
                return denied(
                        checked, request.locator(), "missing permission: " + ChannelPermission.MANAGE_MESSAGES.title());
            }
            rest.send(RestCall.of(Requests.DELETE_MESSAGE, checked.channelId(), id(message))
                    .auditReason(request.reason()));
            return done(
                    checked,
                    request.locator(),
                    MutationStatus.DELETED,
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
        return answers.change(feature, request.locator(), (checked, message) -> {
            if (hasOurs(message, emoji) == add) {
                return noop(
                        checked,
                        request.locator(),
                        add ? "the reaction is there already" : "there is no such reaction");
            }
            rest.send(RestCall.of(
                    add ? Requests.ADD_REACTION : Requests.REMOVE_REACTION, checked.channelId(), id(message), emoji));
            return done(
                    checked,
                    request.locator(),
                    add ? MutationStatus.REACTION_ADDED : MutationStatus.REACTION_REMOVED,
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

    private static String id(DataObject message) {
        return message.getString("id");
    }
}
