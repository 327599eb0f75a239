package io.palyra.connectors.slack;

import io.palyra.connectors.platform.message.InboundTexts;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Slack's tokens, {@code <…>}, as people read them, and its three entities. Mentions of people and channels stay as Slack
 * writes them: so they are named everywhere.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Slack: Formatting message text</a>
 */
final class SlackTextTokens {

    private static final Pattern TOKEN = Pattern.compile("<([^<>|]+)(?:\\|([^<>]*))?>");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*+:");
    private static final Pattern ENTITY = Pattern.compile("&(amp|lt|gt);");
    private static final Pattern EVERYBODY = Pattern.compile("!(?:here|channel|everyone)");
    private static final Pattern MENTION = Pattern.compile("[@#][A-Z0-9]+");

    private SlackTextTokens() {}

    static String decoded(String text) {
        return unescaped(TOKEN.matcher(text).replaceAll(token -> Matcher.quoteReplacement(read(token))));
    }

    static String unescaped(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> switch (entity.group(1)) {
            case "lt" -> "<";
            case "gt" -> ">";
            default -> "&";
        });
    }

    private static String read(MatchResult token) {
        String target = token.group(1);
        String label = token.group(2) == null ? "" : token.group(2);
        if (MENTION.matcher(target).matches()) {
            return target.startsWith("#") && !label.isBlank() ? token.group() : "<" + target + ">";
        } else if (EVERYBODY.matcher(target).matches()) {
            return "@" + target.substring(1);
        } else if (target.startsWith("!")) {
            return label.isBlank() ? token.group() : label;
        } else if (target.startsWith("mailto:") || target.startsWith("tel:")) {
            return label.isBlank() ? target.substring(target.indexOf(':') + 1) : label;
        }
        return ADDRESS.matcher(target).lookingAt() ? InboundTexts.linked(label, target) : token.group();
    }
}
