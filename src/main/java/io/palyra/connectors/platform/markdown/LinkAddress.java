package io.palyra.connectors.platform.markdown;

import java.util.Optional;
import java.util.regex.Pattern;

/** The address of a link. */
public final class LinkAddress {

    /** One that is longer is text: it must fit into a message with what stands around it. */
    public static final int CHARS_MAX = 2_000;

    private static final Pattern LINKABLE =
            Pattern.compile("(?:https?://|mailto:|tel:)[^\\s].*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String MAILTO = "mailto:";

    private LinkAddress() {}

    /** Whether people may be led there: pages, mail and telephones. A platform may take fewer. */
    public static boolean isLinkable(String address) {
        return LINKABLE.matcher(address).matches();
    }

    /** Whom it writes to, and perhaps what; empty for what is no address of mail. */
    public static Optional<String> mail(String address) {
        return address.regionMatches(true, 0, MAILTO, 0, MAILTO.length())
                ? Optional.of(address.substring(MAILTO.length()))
                : Optional.empty();
    }

    /** Without spaces, and without what ends an address where a platform writes it between brackets or quotes. */
    public static String encoded(String url) {
        StringBuilder encoded = new StringBuilder(url.length());
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c == 0x7F || c == '<' || c == '>' || c == '|' || c == '"' || c == '`') {
                encoded.append(String.format("%%%02X", (int) c));
            } else if (MarkdownCharacters.isSpace(c) || Character.isISOControl(c)) {
                encoded.append("%20");
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }
}
