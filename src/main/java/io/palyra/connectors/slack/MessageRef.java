package io.palyra.connectors.slack;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a message is named: by its {@code ts} within its channel, such as {@code 1700000000.123456}, or with the channel before it,
 * {@code C0123456789:1700000000.123456}.
 */
final class MessageRef {

    private static final Pattern FORM = Pattern.compile("(?:(?:slack:channel:)?([CGD][A-Z0-9]{2,30}):)?([0-9.]+)");

    private MessageRef() {}

    /**
     * The {@code ts} of a message of that channel.
     *
     * @param field that names it
     * @throws InvalidEnvelopeException where the text is none of the forms above, or names another channel
     */
    static String ts(String field, String written, String channelId) {
        Matcher form = FORM.matcher(written.strip());
        if (!form.matches() || !Ts.isOne(form.group(2))) {
            throw new InvalidEnvelopeException(
                    field,
                    "is no message of Slack's, such as 1700000000.123456 or C0123456789:1700000000.123456",
                    written);
        }
        String channel = form.group(1);
        if (channel != null && !channel.equals(channelId)) {
            throw new InvalidEnvelopeException(
                    field,
                    "is a message of another channel than " + channelId + ", and has to be of that one",
                    written);
        }
        return form.group(2);
    }
}
