package io.palyra.connectors.fake.telegram;

import io.palyra.connectors.fake.telegram.Chat.Kind;
import io.palyra.connectors.fake.telegram.Chat.Standing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the bot may do where, and in which words it is refused. */
final class Access {

    private final Directory directory;
    private final History history;

    Access(Directory directory, History history) {
        this.directory = directory;
        this.history = history;
    }

    /**
     * Where a message goes.
     *
     * @param topic 0 for none
     */
    record Place(Chat chat, long topic, @Nullable Message replyTo) {}

    /** @param what is sent, as the refusal names it */
    Place toSend(Call call, String what) throws TelegramError {
        Chat chat = toWrite(call);
        mayPost(chat, what);
        long topic = topic(call, chat);
        return new Place(chat, topic, replyTo(call, chat));
    }

    /** The chat that the call names, if the bot can write in it at all. */
    Chat toWrite(Call call) throws TelegramError {
        Chat chat = toRead(call);
        if (chat.kind() == Kind.GROUP && chat.upgradedTo() != 0) {
            throw TelegramError.upgraded(chat.upgradedTo());
        }
        if (chat.isDeleted()) {
            throw TelegramError.forbidden("the group chat was deleted");
        }
        if (chat.isPrivate()) {
            mayWriteTo(chat);
        } else if (!chat.standing().isInside()) {
            throw outside(chat);
        }
        return chat;
    }

    /** The chat that the call names, if the bot may know of it. */
    Chat toRead(Call call) throws TelegramError {
        String name = call.text("chat_id");
        if (name.isEmpty()) {
            throw TelegramError.badRequest("chat_id is empty");
        }
        Chat chat = (name.startsWith("@") ? directory.named(name.substring(1)) : directory.chat(Call.parse(name, 0)))
                .filter(this::isKnown)
                .orElseThrow(() -> TelegramError.badRequest("chat not found"));
        boolean isOpen = chat.kind() == Kind.GROUP || chat.username().isPresent() && chat.standing() != Standing.KICKED;
        if (!chat.isPrivate() && !isOpen && !chat.standing().isInside()) {
            throw outside(chat);
        }
        return chat;
    }

    /** Of users, only those that have written to the bot, or in a group of its. */
    private boolean isKnown(Chat chat) {
        return chat.person().isEmpty()
                || chat.standing() != Standing.NEVER
                || directory.hasSeen(chat.person().get());
    }

    private void mayWriteTo(Chat chat) throws TelegramError {
        Person person = chat.person().orElseThrow();
        if (person.isBot()) {
            throw TelegramError.forbidden("bots can't send messages to bots");
        }
        if (directory.isDeactivated(person)) {
            throw TelegramError.forbidden("user is deactivated");
        }
        if (chat.standing() == Standing.NEVER) {
            throw TelegramError.forbidden("bot can't initiate conversation with a user");
        }
        if (chat.standing() == Standing.KICKED) {
            throw TelegramError.forbidden("bot was blocked by the user");
        }
    }

    private static TelegramError outside(Chat chat) {
        String what = chat.kind() == Kind.GROUP ? "group" : chat.kind() == Kind.CHANNEL ? "channel" : "supergroup";
        return TelegramError.forbidden(
                chat.standing() == Standing.KICKED
                        ? "bot was kicked from the " + what + " chat"
                        : "bot is not a member of the " + what + " chat");
    }

    private static void mayPost(Chat chat, String what) throws TelegramError {
        if (chat.kind() == Kind.CHANNEL && !chat.botMay("can_post_messages")) {
            throw TelegramError.badRequest("need administrator rights in the channel chat");
        }
        boolean restricted =
                chat.standing() == Standing.RESTRICTED || chat.standing() == Standing.MEMBER && !chat.membersMayWrite();
        if (chat.isGroup() && restricted) {
            throw TelegramError.badRequest("not enough rights to send " + what + " to the chat");
        }
    }

    private static long topic(Call call, Chat chat) throws TelegramError {
        long topic = call.number("message_thread_id", 0);
        if (topic <= 0 || !chat.isForum()) {
            return 0;
        }
        // The General topic has no id of its own, also not 1
        Optional<Boolean> open = chat.topic(topic);
        if (open.isEmpty()) {
            throw TelegramError.badRequest("message thread not found");
        }
        if (!open.get() && !chat.botMay("can_manage_topics")) {
            throw TelegramError.badRequest("TOPIC_CLOSED");
        }
        return topic;
    }

    private @Nullable Message replyTo(Call call, Chat chat) throws TelegramError {
        long id = call.number("reply_to_message_id", 0);
        boolean goOn = call.flag("allow_sending_without_reply");
        if (call.has("reply_parameters")) {
            id = Call.parse(call.json("reply_parameters").path("message_id").asText(), 0);
            goOn = Call.isTrue(call.json("reply_parameters")
                    .path("allow_sending_without_reply")
                    .asText());
        }
        if (id == 0) {
            return null;
        }
        Message message = history.find(chat, id).orElse(null);
        if (message == null && !goOn) {
            throw TelegramError.badRequest("message to be replied not found");
        }
        return message;
    }

    /** @param what the message is to be, as the refusal names it */
    Message message(Call call, Chat chat, String what) throws TelegramError {
        return history.find(chat, call.number("message_id", 0))
                .orElseThrow(() -> TelegramError.badRequest(what + " not found"));
    }
}
