package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message goes to. Written as {@code 301}, {@code channel:301}, {@code thread:301}, {@code <#301>},
 * {@code user:7} or {@code <@7>}; the daemon sees and writes {@code discord:channel:301} and {@code discord:user:7}.
 */
record Target(Kind kind, String id) {

    enum Kind {
        /** A channel, a thread, or a direct conversation that exists. */
        CHANNEL,
        /** Whoever this is: the direct conversation with them. */
        USER
    }

    private static final Pattern FORM =
            Pattern.compile("(?:discord:)?(?:(channel|thread|user):)?([0-9]{1,20})|<(#|@!?)([0-9]{1,20})>");

    private static final Pattern BARE = Pattern.compile("[0-9]{1,20}");

    /** @throws InvalidEnvelopeException where the text is none of the forms above */
    static Target parse(String field, String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new InvalidEnvelopeException(
                    field, "is no Discord target, such as 301, <#301>, channel:301 or user:7", text);
        }
        boolean isMention = form.group(3) != null;
        boolean isUser = isMention ? form.group(3).startsWith("@") : "user".equals(form.group(1));
        return new Target(isUser ? Kind.USER : Kind.CHANNEL, isMention ? form.group(4) : form.group(2));
    }

    /** Whether it is spelt as the ids that the daemon sees, or bare. */
    static boolean isId(String what, String text) {
        String prefix = "discord:" + what + ":";
        return BARE.matcher(text.startsWith(prefix) ? text.substring(prefix.length()) : text)
                .matches();
    }

    static String channel(String id) {
        return "discord:channel:" + id;
    }

    static String user(String id) {
        return "discord:user:" + id;
    }
}
