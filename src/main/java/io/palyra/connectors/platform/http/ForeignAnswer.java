package io.palyra.connectors.platform.http;

import java.util.regex.Pattern;

/** Says in one line what answered in a platform's place, without anything secret that it may repeat. */
public final class ForeignAnswer {

    private static final int EXCERPT_CHARS = 80;

    /** Looked at for secrets, so that none is cut in half and shown. */
    private static final int LOOKED_AT_CHARS = 4_096;

    private static final int TYPE_CHARS_MAX = 60;

    private static final String HIDDEN = "…";

    /** A header or parameter that carries a secret, up to the end of its value. */
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?i)((?:set-)?cookie|authorization|token|secret|password|session(?:id)?)(\\s*[:=]\\s*)[^<>\\n\\r]*");

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\s]+");

    private ForeignAnswer() {}

    /**
     * For example {@code 403 text/html: <html>Blocked</html>}.
     *
     * @param secrets what secrets of the platform look like, see {@link PlatformApi#secrets}
     */
    public static String describe(HttpAnswer answer, Pattern secrets) {
        String type = printable(secrets.matcher(answer.contentType()).replaceAll(HIDDEN));
        String excerpt = excerpt(answer, secrets);
        return answer.status()
                + (type.isEmpty() ? "" : " " + type.substring(0, Math.min(type.length(), TYPE_CHARS_MAX)))
                + (answer.whole() ? "" : ", broken off")
                + (excerpt.isEmpty() ? answer.whole() ? ", empty" : "" : ": " + excerpt);
    }

    private static String excerpt(HttpAnswer answer, Pattern secrets) {
        String text = answer.text();
        String seen = text.substring(0, Math.min(text.length(), LOOKED_AT_CHARS));
        String sent = answer.response().request().header("Authorization");
        if (sent != null) {
            String token = sent.substring(sent.indexOf(' ') + 1);
            seen = token.isEmpty() ? seen : seen.replace(token, HIDDEN);
        }
        seen = secrets.matcher(seen).replaceAll(HIDDEN);
        seen = printable(CREDENTIAL.matcher(seen).replaceAll("$1$2" + HIDDEN));
        return seen.codePointCount(0, seen.length()) <= EXCERPT_CHARS
                ? seen
                : seen.substring(0, seen.offsetByCodePoints(0, EXCERPT_CHARS)) + "…";
    }

    private static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    }
}
