package io.palyra.connectors.daemon;

import java.util.regex.Pattern;

/** The beginning of what somebody else has said, fit for logs and health: one line, without what may be a secret. */
public final class Excerpt {

    private static final int CHARS_MAX = 80;

    /** What is looked at; a page may have megabytes. */
    private static final int LOOKED_AT_MAX = 4096;

    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s@\"'<>]*@");
    private static final Pattern QUERY = Pattern.compile("(://[^\\s?#\"'<>]*)[?#][^\\s\"'<>]*");
    private static final Pattern NAMED_SECRET = Pattern.compile(
            "(?i)((?:token|secret|passw(?:or)?d|api[-_]?key|authorization|cookie)[\"']?\\s*[:=]\\s*[\"']?)"
                    + "(?:(?:bearer|basic)\\s+)?[^\\s\"'<>,;&]+");

    private static final Pattern CREDENTIALS = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w+/=.~-]{8,}");

    /** Long and with digits in it: no word of a language. */
    private static final Pattern OPAQUE =
            Pattern.compile("(?=[\\w+/=.~-]*\\d)(?=[\\w+/=.~-]*[A-Za-z])[\\w+/=~-]{20,}(?:\\.[\\w+/=~-]+)*");

    private Excerpt() {}

    public static String of(String text) {
        String line = redacted(text);
        return line.length() <= CHARS_MAX ? line : line.substring(0, CHARS_MAX) + "…";
    }

    /** All of it, up to what is looked at. */
    public static String redacted(String text) {
        String line = INVISIBLE
                .matcher(text.substring(0, Math.min(LOOKED_AT_MAX, text.length())))
                .replaceAll(" ")
                .strip();
        line = USER_INFO.matcher(line).replaceAll("");
        line = QUERY.matcher(line).replaceAll("$1");
        line = NAMED_SECRET.matcher(line).replaceAll("$1***");
        line = CREDENTIALS.matcher(line).replaceAll("$1 ***");
        return OPAQUE.matcher(line).replaceAll("***");
    }
}
