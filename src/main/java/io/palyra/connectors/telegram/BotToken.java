package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.protocol.Readiness;
import java.util.regex.Pattern;

/**
 * The token of a bot: its id, a colon, and the secret. It is a part of every URL, so that nothing is one that would change where
 * the URL leads.
 */
final class BotToken {

    /**
     * What may be one, or the beginning of one, within a text of others: they repeat the URL, cut it somewhere, and write its colon as
     * URLs or HTML do.
     */
    static final Pattern SECRET =
            Pattern.compile("(?i)\\d{3,}(?::|%3a|\\\\u003a|&#0*58;|&#x0*3a;|&colon;)[a-z0-9_-]{8,}");

    private static final Pattern FORM = Pattern.compile("\\d+:[A-Za-z0-9_-]{30,}");

    private final String value;

    private BotToken(String value) {
        this.value = value;
    }

    /** @throws ConnectorStartException where it cannot be one; holds nothing of it */
    static BotToken of(String text) throws ConnectorStartException {
        if (!FORM.matcher(text).matches()) {
            throw new ConnectorStartException(
                    Readiness.AUTH_FAILED,
                    "the token is malformed: " + flaw(text)
                            + "; copy it again (in Telegram: @BotFather, /mybots, the bot, API Token)");
        }
        return new BotToken(text);
    }

    private static String flaw(String text) {
        if (text.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            return "it has white space or a line break";
        }
        return "a token is the bot's number, a colon, and 30 or more letters, digits, hyphens and underscores";
    }

    /** The id of the bot, which is no secret. */
    String botId() {
        return value.substring(0, value.indexOf(':'));
    }

    /** For the URL. Never log or keep it. */
    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "BotToken[***]";
    }
}
