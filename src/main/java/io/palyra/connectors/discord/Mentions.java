package io.palyra.connectors.discord;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mentions as they are written in a text. Discord lists them beside it, but not always: not those that its author has kept
 * from pinging anybody, and proxies leave the list empty.
 *
 * @see <a href="https://discord.com/developers/docs/reference#message-formatting">Discord: Message Formatting</a>
 */
final class Mentions {

    /** {@code <@!id>} is how clients wrote the mention of somebody with a nickname. An escaped one is text. */
    private static final Pattern MENTION = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*+<@(?<role>&)?!?(?<id>[0-9]{1,20})>");

    private Mentions() {}

    /** Whether the text mentions the user or one of the roles where it is not code. */
    static boolean in(String text, String userId, Predicate<String> roles) {
        Matcher mention = MENTION.matcher(text);
        while (mention.find()) {
            String id = mention.group("id");
            boolean meant = mention.group("role") == null ? userId.equals(id) : roles.test(id);
            if (meant && !isCode(text, mention.start("id"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCode(String text, int at) {
        return DiscordMarkup.code(text).stream().anyMatch(span -> span.start() <= at && at < span.end());
    }
}
