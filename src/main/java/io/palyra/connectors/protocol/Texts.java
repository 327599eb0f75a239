package io.palyra.connectors.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the protocol asks of a string: its size in UTF-8, whether it is blank, how it is quoted in an error. */
public final class Texts {
    static final int REASON_BYTES_MAX = 4096;
    private static final int QUOTE_CHARS_MAX = 64;

    /** Of a reason in a log: an exception may quote an answer that is a page long, or a message. */
    private static final int LOG_CHARS_MAX = 1_000;

    /** Shorter texts stand in many a sentence by chance. */
    private static final int LEFT_OUT_CHARS_MIN = 4;

    private static final String LEFT_OUT = "[text]";

    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /** @throws InvalidEnvelopeException if the string has half of a surrogate pair, which UTF-8 cannot express */
    static long utf8Size(String value, String field) {
        long size = value.length();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                continue;
            }
            size += c < 0x800 ? 1 : 2;
            if (Character.isSurrogate(c)) {
                if (!startsPair(value, i)) {
                    throw new InvalidEnvelopeException(field, Checks.NOT_VALID_UNICODE);
                }
                // Four bytes for two chars: the 2 above, and nothing for the low half.
                i++;
            }
        }
        return size;
    }

    static boolean isUnicode(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                if (!startsPair(value, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean startsPair(String value, int at) {
        return Character.isHighSurrogate(value.charAt(at))
                && at + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(at + 1));
    }

    /** Unlike {@link String#isBlank()}, no-break spaces count as space: a platform shows nothing for them either. */
    public static boolean isBlank(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                return false;
            }
        }
        return true;
    }

    static boolean isAsciiLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** The value for an error message: in quotes, at most 64 characters, nothing that could forge a log line. */
    public static String quote(String value) {
        boolean cut = value.length() > QUOTE_CHARS_MAX;
        return '"' + storable(cut ? value.substring(0, QUOTE_CHARS_MAX) : value, true) + (cut ? "…\"" : "\"");
    }

    /** A number and what there is so many of: {@code 1 message waits}, {@code 2 messages wait}. */
    public static String counted(long count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }

    /**
     * What a failure says, for those who may not see what people write: without the text of the message that it happened to. What
     * quotes only a part of that, or has fewer than 4 characters, stays.
     */
    public static String without(String text, String words) {
        return text.length() < LEFT_OUT_CHARS_MIN ? words : words.replace(text, LEFT_OUT);
    }

    /**
     * Foreign text for a log: one line of at most 1,000 characters. What would steer a terminal, or hide in the line, has an
     * escape.
     */
    public static String logLine(String value) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < value.length(); ) {
            int point = value.codePointAt(i);
            String shown = shown(point);
            if (line.length() + shown.length() > LOG_CHARS_MAX) {
                return line.append('…').toString();
            }
            boolean isSecondSpace = shown.equals(" ") && (line.isEmpty() || line.charAt(line.length() - 1) == ' ');
            line.append(isSecondSpace ? "" : shown);
            i += Character.charCount(point);
        }
        return line.toString().stripTrailing();
    }

    private static String shown(int point) {
        if (Character.isWhitespace(point) && point <= ' ') {
            return " ";
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> escaped(point);
            default -> Character.toString(point);
        };
    }

    private static String escaped(int point) {
        StringBuilder escaped = new StringBuilder();
        for (char unit : Character.toChars(point)) {
            escaped.append("\\u%04x".formatted((int) unit));
        }
        return escaped.toString();
    }

    /**
     * The reason of an outcome. It often quotes a foreign system, so it is made to fit rather than refused: an outcome
     * that cannot be recorded would be worse than one with a shortened reason.
     */
    static String reason(@Nullable String value, String field) {
        String reason = storable(Checks.required(value, field), false);
        return isBlank(reason) ? "no reason given" : cut(reason, REASON_BYTES_MAX);
    }

    /**
     * Foreign text that is made to fit rather than refused: what cannot be stored becomes U+FFFD, and a longer text is cut
     * between characters.
     *
     * @param marker stands at the end of what was cut; within the limit too
     */
    public static String fitting(String value, int bytesMax, String marker) {
        String text = storable(value, false);
        return utf8Size(text, "text") <= bytesMax
                ? text
                : cut(text, bytesMax - marker.getBytes(StandardCharsets.UTF_8).length) + marker;
    }

    /** Whether it is one line that can be stored: not blank, no control characters, valid Unicode. */
    public static boolean isLine(String value, int bytesMax) {
        return !isBlank(value) && storable(value, true).equals(value) && utf8Size(value, "text") <= bytesMax;
    }

    static @Nullable String optionalReason(@Nullable String value, String field) {
        return value == null ? null : reason(value, field);
    }

    private static String storable(String value, boolean oneLine) {
        StringBuilder clean = new StringBuilder(value);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (Character.isSurrogate(c) && startsPair(value, i)) {
                i++;
            } else if (Character.isSurrogate(c) || c == 0 || (oneLine && Character.isISOControl(c))) {
                clean.setCharAt(i, REPLACEMENT);
            }
        }
        return clean.toString();
    }

    private static String cut(String value, int bytesMax) {
        int bytes = 0;
        for (int i = 0; i < value.length(); ) {
            int codePoint = value.codePointAt(i);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > bytesMax) {
                return value.substring(0, i);
            }
            i += Character.charCount(codePoint);
        }
        return value;
    }
}
