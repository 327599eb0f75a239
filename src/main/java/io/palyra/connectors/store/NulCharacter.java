package io.palyra.connectors.store;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL has no place for the character 0, neither in a text nor, as an escape, in JSON that it is to read. */
final class NulCharacter {

    private static final char NUL = '\0';
    private static final char REPLACEMENT = '\uFFFD';
    private static final String ESCAPED = "\\u0000";

    /** Behind an even number of backslashes: otherwise the last of them is what is escaped. */
    private static final Pattern ESCAPE = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private NulCharacter() {}

    /** The value with the replacement character of Unicode (U+FFFD) in its place, where it is a text. */
    static @Nullable Object replacedIn(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        String stored = text.indexOf(NUL) < 0 ? text : text.replace(NUL, REPLACEMENT);
        return stored.contains(ESCAPED) ? ESCAPE.matcher(stored).replaceAll("$1" + REPLACEMENT) : stored;
    }
}
