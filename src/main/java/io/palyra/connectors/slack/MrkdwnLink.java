package io.palyra.connectors.slack;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A link as Slack takes it. What is between its angle brackets begins with a scheme, so it never is a mention. */
final class MrkdwnLink {

    /** One that is longer is text: it must fit into a message with what stands around it. */
    static final int CHARS_MAX = 2_000;

    private static final Pattern LINKABLE =
            Pattern.compile("(?:https?://|mailto:|tel:)[^\\s].*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String MAILTO = "mailto:";

    private MrkdwnLink() {}

    /** Whether people may be led there. */
    static boolean isLinkable(String url) {
        return LINKABLE.matcher(url).matches();
    }

    /** Empty where it is to be written out as text. */
    static Optional<String> of(String url, String label) {
        if (!isLinkable(url)) {
            return Optional.empty();
        }
        String shown = LinkWords.visible(label);
        if (LinkWords.nameAnother(shown, url)) {
            return Optional.empty();
        }
        String target = MrkdwnText.escape(encoded(url));
        String link = shown.isEmpty() || shown.equals(url) && !isMail(url)
                ? "<" + target + ">"
                : "<" + target + "|" + MrkdwnText.escape(MrkdwnText.withoutFences(shown)) + ">";
        return link.length() <= CHARS_MAX ? Optional.of(link) : Optional.empty();
    }

    private static boolean isMail(String url) {
        return url.toLowerCase(Locale.ROOT).startsWith(MAILTO);
    }

    /** What would end the address within the brackets does not. */
    private static String encoded(String url) {
        StringBuilder encoded = new StringBuilder(url.length());
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c == 0x7F || c == '<' || c == '>' || c == '|' || c == '"' || c == '`') {
                encoded.append(String.format("%%%02X", (int) c));
            } else if (MrkdwnText.isSpace(c) || Character.isISOControl(c)) {
                encoded.append("%20");
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }
}
