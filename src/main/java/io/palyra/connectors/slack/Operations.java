package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;
import static io.palyra.connectors.platform.message.OperationAnswers.denied;
import static io.palyra.connectors.platform.message.OperationAnswers.done;
import static io.palyra.connectors.platform.message.OperationAnswers.noop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.chat.ChatDeleteRequest;
import com.slack.api.methods.request.chat.ChatUpdateRequest;
import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.message.ReadingAnswers;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageDiff;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.MutationStatus;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;

/** Works on messages that Slack has. Scopes are checked before, and named where they are missing. Thread safe; blocks. */
final class Operations implements MessageOperations {

    private final WebApi api;
    private final Reactions reactions;
    private final MessageRecords records;
    private final ReadingAnswers<OperationPreflight.Checked, JsonNode> answers;

    Operations(WebApi api, OperationMessages messages) {
        this.api = api;
        this.reactions = new Reactions(api);
        this.records = messages.records();
        this.answers = new ReadingAnswers<>(messages);
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
        String body = SlackMarkup.INSTANCE.render(request.body());
        if (body.length() > SlackConnector.TEXT_CHARS_MAX) {
            throw new InvalidEnvelopeException(
                    "body",
                    "value exceeds size limit",
                    body.length() + " characters as Slack counts them, at most " + SlackConnector.TEXT_CHARS_MAX);
        }
        return answers.change(MessageFeature.EDIT, request.locator(), (checked, message) -> {
            boolean isRead = message.hasNonNull("text");
            if (isRead && !records.isOurs(message)) {
                return denied(
                        checked, request.locator(), "somebody else wrote the message; only own ones can be edited");
            } else if (isRead && text(message, "text").equals(body)) {
                return noop(checked, request.locator(), "the message reads like this already");
            }
            JsonNode edited = update(checked.channelId(), message, body);
            return isRead
                    ? done(
                            checked,
                            request.locator(),
                            MutationStatus.UPDATED,
                            records.of(request.locator().target(), edited),
                            new MessageDiff(MessageRecords.body(message), MessageRecords.body(edited)))
                    : done(checked, request.locator(), MutationStatus.UPDATED, null, null);
        });
    }

    /** With the metadata that it has: whether an update without them keeps them is not said. @return the message afterwards */
    private JsonNode update(String channelId, JsonNode message, String body) throws RequestException {
        String key = Post.key(message);
        JsonNode answer = api.call(
                        "chat.update",
                        RequestFormBuilder.toForm(ChatUpdateRequest.builder()
                                .channel(channelId)
                                .ts(text(message, "ts"))
                                .text(body)
                                .metadata(key.isEmpty() ? null : Post.metadata(key))
                                .build()))
                .json();
        ObjectNode edited = message.deepCopy();
        edited.put("text", body);
        edited.remove("blocks");
        if (answer.path("message") instanceof ObjectNode told) {
            edited.setAll(told);
        }
        return edited.put("ts", text(message, "ts"));
    }

    @Override
    public MutationResult delete(DeleteRequest request) throws DeliveryException {
        return answers.change(MessageFeature.DELETE, request.locator(), (checked, message) -> {
            try {
                api.call(
                        "chat.delete",
                        RequestFormBuilder.toForm(ChatDeleteRequest.builder()
                                .channel(checked.channelId())
                                .ts(text(message, "ts"))
                                .build()));
            } catch (RequestException e) {
                if (OperationMessages.isNotThere(e)) {
                    return noop(
                            checked,
                            request.locator(),
                            "there is no message " + request.locator().messageId());
                }
                throw e;
            }
            return done(checked, request.locator(), MutationStatus.DELETED, null, null);
        });
    }

    @Override
    public MutationResult addReaction(ReactRequest request) throws DeliveryException {
        String name = EmojiNames.of(request.emoji());
        return answers.change(MessageFeature.REACT_ADD, request.locator(), (checked, message) -> {
            try {
                reactions.add(checked.channelId(), text(message, "ts"), name, PlatformExchange.DEFAULT_DEADLINE);
            } catch (RequestException e) {
                if (OperationMessages.isCode(e, SlackCode.ALREADY_REACTED)) {
                    return noop(checked, request.locator(), "the reaction is there already");
                }
                throw e;
            }
            return done(checked, request.locator(), MutationStatus.REACTION_ADDED, null, null);
        });
    }

    @Override
    public MutationResult removeReaction(ReactRequest request) throws DeliveryException {
        String name = EmojiNames.of(request.emoji());
        return answers.change(MessageFeature.REACT_REMOVE, request.locator(), (checked, message) -> {
            try {
                reactions.remove(checked.channelId(), text(message, "ts"), name, PlatformExchange.DEFAULT_DEADLINE);
            } catch (RequestException e) {
                if (OperationMessages.isCode(e, SlackCode.NO_REACTION)) {
                    return noop(checked, request.locator(), "there is no such reaction");
                }
                throw e;
            }
            return done(checked, request.locator(), MutationStatus.REACTION_REMOVED, null, null);
        });
    }
}
