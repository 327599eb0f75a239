package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.OperationAnswers.denied;
import static io.palyra.connectors.platform.message.OperationAnswers.done;
import static io.palyra.connectors.platform.message.OperationAnswers.noop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.message.OperationAnswers;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.MutationStatus;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Works on messages that Telegram has: it decides what is permitted. What was perhaps done may be asked for again, as it has the
 * same effect once and twice. Thread safe; blocks.
 */
final class Operations implements MessageOperations {

    private final BotApi api;
    private final Chats chats;
    private final Reactions reactions;
    private final TelegramMarkup markup;
    private final OperationAnswers<OperationMessages.Checked, MessageId> answers;

    /** One change of one message. */
    @FunctionalInterface
    private interface Change {
        /** @param id of the message in the chat */
        MutationResult apply(OperationMessages.Checked checked, Target chat, long id) throws RequestException;
    }

    /** @param markup how texts are written */
    Operations(BotApi api, Chats chats, TelegramMarkup markup) {
        this.api = api;
        this.chats = chats;
        this.reactions = new Reactions(api);
        this.markup = markup;
        this.answers = new OperationAnswers<>(new OperationMessages());
    }

    @Override
    public ReadResult read(ReadRequest request) {
        return new ReadResult(
                OperationMessages.preflight(MessageFeature.READ),
                request.target(),
                request.messageId(),
                List.of(),
                null,
                null);
    }

    @Override
    public SearchResult search(SearchRequest request) {
        return new SearchResult(OperationMessages.preflight(MessageFeature.SEARCH), List.of(), null);
    }

    @Override
    public MutationResult edit(EditRequest request) throws DeliveryException {
        TelegramText text = markup.text(markup.render(request.body()));
        if (text.text().length() > TelegramConnector.TEXT_CHARS_MAX) {
            throw new InvalidEnvelopeException(
                    "body",
                    "value exceeds size limit",
                    text.text().length() + " characters, at most " + TelegramConnector.TEXT_CHARS_MAX);
        }
        return change(MessageFeature.EDIT, request.locator(), (checked, chat, id) -> {
            String refused = edit(chat, id, text);
            return refused == null
                    ? done(checked, request.locator(), MutationStatus.UPDATED, null, null)
                    : denied(checked, request.locator(), refused);
        });
    }

    /** @return why it is not tried; null where it is done */
    private @Nullable String edit(Target chat, long id, TelegramText text) throws RequestException {
        try {
            api.call("editMessageText", Post.withText(message(chat, id), text));
            return null;
        } catch (RequestException e) {
            if (!TelegramCode.NO_TEXT_TO_EDIT.is(e.failure())) {
                throw e;
            }
        }
        if (text.text().length() > Posts.CAPTION_CHARS_MAX) {
            return "the message is a file: what stands under it has at most " + Posts.CAPTION_CHARS_MAX
                    + " characters, not " + text.text().length();
        }
        api.call("editMessageCaption", Post.withCaption(message(chat, id), text));
        return null;
    }

    @Override
    public MutationResult delete(DeleteRequest request) throws DeliveryException {
        return change(MessageFeature.DELETE, request.locator(), (checked, chat, id) -> {
            api.call("deleteMessage", message(chat, id));
            return done(checked, request.locator(), MutationStatus.DELETED, null, null);
        });
    }

    @Override
    public MutationResult addReaction(ReactRequest request) throws DeliveryException {
        return change(MessageFeature.REACT_ADD, request.locator(), (checked, chat, id) -> {
            reactions.set(chat, id, request.emoji(), PlatformExchange.DEFAULT_DEADLINE);
            return done(checked, request.locator(), MutationStatus.REACTION_ADDED, null, null);
        });
    }

    @Override
    public MutationResult removeReaction(ReactRequest request) throws DeliveryException {
        return change(MessageFeature.REACT_REMOVE, request.locator(), (checked, chat, id) -> {
            reactions.set(chat, id, null, PlatformExchange.DEFAULT_DEADLINE);
            return done(checked, request.locator(), MutationStatus.REACTION_REMOVED, null, null);
        });
    }

    private static ObjectNode message(Target chat, long id) {
        return chat.arguments().put("message_id", id);
    }

    private MutationResult change(MessageFeature feature, MessageLocator locator, Change change)
            throws DeliveryException {
        return answers.change(feature, locator, (checked, unread) -> {
            OptionalLong id = chats.messageIn("message_id", locator.messageId().value(), checked.target());
            if (id.isEmpty()) {
                return denied(
                        checked,
                        locator,
                        "Telegram knows no message " + locator.messageId()
                                + " of this chat any more: it is of the group that this was before, or one that it sent later");
            }
            try {
                return change.apply(checked, chats.actual(checked.target()), id.getAsLong());
            } catch (RequestException e) {
                if (isDone(feature, e.failure())) {
                    return noop(checked, locator, e.failure().reason());
                }
                throw mayBeAskedAgain(feature, e);
            }
        });
    }

    /** A refusal that says that it is as wanted already. */
    private static boolean isDone(MessageFeature feature, RequestFailure failure) {
        return switch (feature) {
            case DELETE -> TelegramCode.isNoMessage(failure);
            default -> TelegramCode.NOT_MODIFIED.is(failure);
        };
    }

    private static RequestException mayBeAskedAgain(MessageFeature feature, RequestException failure) {
        return failure.failure().isPerhapsDone()
                ? new RequestException(
                        new RequestFailure.Unavailable(failure.failure().reason() + "; the "
                                + feature.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                                + " may be done, and does no harm where it is asked for again"))
                : failure;
    }
}
