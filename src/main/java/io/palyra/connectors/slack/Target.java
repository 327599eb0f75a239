package io.palyra.connectors.slack;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message goes to. Written as {@code C0123}, {@code channel:C0123}, {@code <#C0123|general>}, {@code U0123}, {@code
 * user:U0123} or {@code <@U0123>}; the daemon sees and writes {@code slack:channel:C0123} and {@code slack:user:U0123}. A name
 * such as {@code #general} is none: channels are renamed.
 */
record Target(Kind kind, String id) {

    enum Kind {
        /** A channel, or a direct conversation that exists. */
        CHANNEL,
        /** Whoever this is: the direct conversation with them. */
        USER
    }

    private static final String CHANNEL_ID = "[CGD][A-Z0-9]{2,30}";
    private static final String USER_ID = "[UW][A-Z0-9]{2,30}";

    private static final Pattern CHANNEL_FORM = Pattern.compile(CHANNEL_ID);
    private static final Pattern CHANNEL =
            Pattern.compile("(?:slack:)?(?:channel:)?(" + CHANNEL_ID + ")|<#(" + CHANNEL_ID + ")(?:\\|[^<>]*)?>");
    private static final Pattern USER =
            Pattern.compile("(?:slack:)?(?:user:)?(" + USER_ID + ")|<@(" + USER_ID + ")(?:\\|[^<>]*)?>");

    private static final Pattern BARE_SENDER =
            Pattern.compile("(?:slack:user:)?" + USER_ID + "|(?:slack:bot:)?B[A-Z0-9]{2,30}");
    private static final Pattern BARE_CHANNEL = Pattern.compile("(?:slack:channel:)?" + CHANNEL_ID);

    /** @throws InvalidEnvelopeException where the text is none of the forms above */
    static Target parse(String field, String text) {
        String written = text.strip();
        Matcher channel = CHANNEL.matcher(written);
        if (channel.matches()) {
            return new Target(Kind.CHANNEL, first(channel));
        }
        Matcher user = USER.matcher(written);
        if (user.matches()) {
            return new Target(Kind.USER, first(user));
        }
        throw new InvalidEnvelopeException(
                field,
                written.startsWith("#")
                        ? "is a channel's name, which may change; give its id, such as C0123456789 (in Slack: the channel's"
                                + " details, at the bottom)"
                        : "is no Slack target, such as C0123456789, <#C0123456789>, channel:C0123456789 or user:U0123456789",
                text);
    }

    private static String first(Matcher form) {
        return form.group(1) != null ? form.group(1) : form.group(2);
    }

    /** Whether Slack may have given it to a conversation. */
    static boolean isChannelId(String id) {
        return CHANNEL_FORM.matcher(id).matches();
    }

    /** Whether it is spelt as the ids that the daemon sees, or bare. */
    static boolean isSenderId(String text) {
        return BARE_SENDER.matcher(text).matches();
    }

    /** The same of a conversation. */
    static boolean isConversationId(String text) {
        return BARE_CHANNEL.matcher(text).matches();
    }

    /** How the daemon sees it. */
    String canonical() {
        return kind == Kind.USER ? user(id) : channel(id);
    }

    static String channel(String id) {
        return "slack:channel:" + id;
    }

    static String user(String id) {
        return "slack:user:" + id;
    }

    static String bot(String id) {
        return "slack:bot:" + id;
    }
}
