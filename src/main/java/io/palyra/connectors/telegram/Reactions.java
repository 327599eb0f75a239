package io.palyra.connectors.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.platform.http.RequestException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts the bot's reaction under a message: it has one at most, and another takes its place. Thread safe; blocks.
 *
 * @see <a href="https://core.telegram.org/bots/api#setmessagereaction">Telegram: setMessageReaction</a>
 */
record Reactions(BotApi api) {

    /** Says that the sign before it is to be shown in colour, which Telegram's list leaves out. */
    private static final String IN_COLOUR = "\uFE0F";

    /** @param emoji null takes away what is there */
    void set(Target chat, long messageId, @Nullable String emoji, Duration deadline) throws RequestException {
        ObjectNode arguments = chat.arguments().put("message_id", messageId);
        var reactions = arguments.putArray("reaction");
        if (emoji != null) {
            reactions.addObject().put("type", "emoji").put("emoji", plain(emoji));
        }
        api.call("setMessageReaction", arguments, deadline);
    }

    private static String plain(String emoji) {
        return emoji.strip().replace(IN_COLOUR, "");
    }
}
