package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** What the bot changes: its own messages, and what it may of others'. */
final class EditCalls {

    private static final Duration DELETED_WITHIN = Duration.ofHours(48);

    private final Bot bot;
    private final Access access;
    private final Timeline timeline;
    private final Clock clock;

    EditCalls(Bot bot, Access access, Timeline timeline, Clock clock) {
        this.bot = bot;
        this.access = access;
        this.timeline = timeline;
        this.clock = clock;
    }

    Map<String, Call.Handler> methods() {
        return Map.of(
                "editmessagetext", this::editText,
                "editmessagecaption", this::editCaption,
                "editmessagereplymarkup", this::editKeyboard,
                "deletemessage", this::delete);
    }

    private JsonNode editText(Call call) throws TelegramError {
        FormattedText text = SendCalls.text(call);
        Message message = toEdit(call);
        if (!message.hasText()) {
            throw TelegramError.badRequest("there is no text in the message to edit");
        }
        SendCalls.check(text);
        return edit(message, json -> SendCalls.write(json, "text", text, call));
    }

    private JsonNode editCaption(Call call) throws TelegramError {
        FormattedText caption =
                SendCalls.caption(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"));
        Message message = toEdit(call);
        if (!message.hasCaption()) {
            throw TelegramError.badRequest("there is no caption in the message to edit");
        }
        return edit(message, json -> SendCalls.write(json, "caption", caption, call));
    }

    private JsonNode editKeyboard(Call call) throws TelegramError {
        return edit(toEdit(call), json -> SendCalls.keyboard(json, call));
    }

    private Message toEdit(Call call) throws TelegramError {
        Message message = access.message(call, access.toWrite(call), "message to edit");
        if (message.senderId() != bot.id() && !isOwnPost(message)) {
            throw TelegramError.badRequest("message can't be edited");
        }
        return message;
    }

    /** In a channel nobody is named: what the bot has posted, it can change. */
    private static boolean isOwnPost(Message message) {
        return message.stored().path("chat").path("type").asText().equals("channel");
    }

    private JsonNode edit(Message message, Consumer<ObjectNode> change) throws TelegramError {
        ObjectNode changed = message.json();
        change.accept(changed);
        if (changed.equals(message.stored())) {
            throw TelegramError.badRequest("message is not modified: specified new message content and reply markup are"
                    + " exactly the same as a current content and reply markup of the message");
        }
        return timeline.edit(message, change).json();
    }

    private JsonNode delete(Call call) throws TelegramError {
        Chat chat = access.toWrite(call);
        Message message = access.message(call, chat, "message to delete");
        boolean isOwn = message.senderId() == bot.id();
        if (!isOwn && !chat.isPrivate() && !chat.botMay("can_delete_messages")) {
            throw TelegramError.badRequest("message can't be deleted");
        }
        Duration age = Duration.between(Instant.ofEpochSecond(message.date()), clock.instant());
        if (!chat.hasOwnIds() && age.compareTo(DELETED_WITHIN) > 0) {
            throw TelegramError.badRequest("message can't be deleted for everyone");
        }
        timeline.remove(message);
        return Json.object().booleanNode(true);
    }
}
