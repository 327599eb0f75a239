package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.http.CodeMeaning.MESSAGE;
import static io.palyra.connectors.platform.http.CodeMeaning.REPLY;
import static io.palyra.connectors.platform.http.CodeMeaning.SET_UP;
import static io.palyra.connectors.platform.http.CodeMeaning.TARGET;

import io.palyra.connectors.platform.http.CodeMeaning;
import io.palyra.connectors.platform.http.RequestFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code description} of a refusal says, as far as the connector's requests can meet it and it matters which it is. The
 * status comes first, the text second, as texts do change: a 400 that is not here speaks of the request, and a 403 of the chat.
 *
 * @see <a href="https://github.com/tdlib/telegram-bot-api">Telegram: the server of the Bot API</a>
 */
enum TelegramCode {
    CHAT_NOT_FOUND(
            400,
            "chat not found",
            TARGET,
            "a person has to press Start first, and is found by id only; a group has to have the bot as a member"),
    THREAD_NOT_FOUND(
            400, "message thread not found", TARGET, "there is no such topic; leave thread_id out for General"),
    TOPIC_CLOSED(400, "topic_closed", TARGET, "the topic is closed"),
    NO_RIGHTS(400, "not enough rights to send", TARGET, "the group lets its members send no such messages"),
    WRITE_FORBIDDEN(400, "chat_write_forbidden", TARGET, "the bot may not write in the chat"),
    NO_ADMINISTRATOR(400, "need administrator rights", TARGET, "make the bot an administrator of the channel"),
    UPGRADED(400, "group chat was upgraded to a supergroup chat", TARGET),
    USER_NOT_FOUND(400, "user not found", TARGET),
    PEER_INVALID(400, "peer_id_invalid", TARGET),
    REPLIED_NOT_FOUND(400, "message to be replied not found", REPLY),
    REPLIED_NOT_FOUND_NOW(400, "replied message not found", REPLY),
    REPLIED_NOT_FOUND_EITHER(400, "message to reply not found", REPLY),
    EMPTY(400, "text must be non-empty", MESSAGE, "it shows nothing: there are only blanks, or marks without width"),
    PHOTO_FAILED(400, "image_process_failed", MESSAGE),
    PHOTO_DIMENSIONS(400, "photo_invalid_dimensions", MESSAGE, "it is too long, too wide or too large for a photo"),
    PHOTO_INVALID(400, "photo_save_file_invalid", MESSAGE),
    PHOTO_EXTENSION(400, "photo_ext_invalid", MESSAGE),
    NOT_MODIFIED(400, "message is not modified", MESSAGE),
    EDITED_NOT_FOUND(400, "message to edit not found", MESSAGE),
    DELETED_NOT_FOUND(400, "message to delete not found", MESSAGE),
    REACTED_NOT_FOUND(400, "message to react not found", MESSAGE),
    MESSAGE_NOT_FOUND(400, "message not found", MESSAGE),
    MESSAGE_ID_INVALID(400, "message_id_invalid", MESSAGE),
    CANNOT_BE_EDITED(400, "message can't be edited", MESSAGE, "only the bot's own messages can be edited"),
    CANNOT_BE_DELETED(
            400,
            "message can't be deleted",
            MESSAGE,
            "others' messages need the right to delete messages; in a private chat or small group none older than 48 hours can be"),
    NO_TEXT_TO_EDIT(400, "there is no text in the message to edit", MESSAGE),
    REACTION_INVALID(400, "reaction_invalid", MESSAGE, "Telegram takes a fixed set of emoji as reactions"),
    WEBHOOK(409, "can't use getupdates method while webhook is active", SET_UP),
    /** Whatever else it says: another request for updates, or somebody who sets a webhook. */
    CONFLICT(409, "", SET_UP);

    /** What stands before the text itself. */
    private static final String[] PREFIXES = {
        "bad request: ", "forbidden: ", "conflict: ", "unauthorized: ", "not found: "
    };

    private final int status;
    private final String text;
    private final CodeMeaning says;
    private final @Nullable String advice;

    TelegramCode(int status, String text, CodeMeaning says) {
        this(status, text, says, null);
    }

    /**
     * @param text with which the description begins, in lower case
     * @param advice what it means, or what to do, where the description alone does not say it
     */
    TelegramCode(int status, String text, CodeMeaning says, @Nullable String advice) {
        this.status = status;
        this.text = text;
        this.says = says;
        this.advice = advice;
    }

    /** Our name of it: Telegram has none. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    CodeMeaning says() {
        return says;
    }

    Optional<String> advice() {
        return Optional.ofNullable(advice);
    }

    /** Whether Telegram refused with it. */
    boolean is(RequestFailure failure) {
        return failure instanceof RequestFailure.Refused refused
                && refused.code().equals(code());
    }

    /** Whether Telegram refused to show a file as a photo. */
    static boolean isNoPhoto(RequestFailure failure) {
        return PHOTO_FAILED.is(failure)
                || PHOTO_DIMENSIONS.is(failure)
                || PHOTO_INVALID.is(failure)
                || PHOTO_EXTENSION.is(failure);
    }

    /** Whether Telegram refused because the message is not there. */
    static boolean isNoMessage(RequestFailure failure) {
        return EDITED_NOT_FOUND.is(failure)
                || DELETED_NOT_FOUND.is(failure)
                || REACTED_NOT_FOUND.is(failure)
                || MESSAGE_NOT_FOUND.is(failure)
                || MESSAGE_ID_INVALID.is(failure);
    }

    /** Empty for a description that nobody knows, or that says no more than its status. */
    static Optional<TelegramCode> of(int status, String description) {
        String plain = plain(description);
        return Arrays.stream(values())
                .filter(known -> known.status == status && plain.startsWith(known.text))
                .findFirst();
    }

    /** Without what repeats the status, in lower case. */
    static String plain(String description) {
        String lower = description.strip().toLowerCase(Locale.ROOT);
        for (String prefix : PREFIXES) {
            if (lower.startsWith(prefix)) {
                return lower.substring(prefix.length());
            }
        }
        return lower;
    }
}
