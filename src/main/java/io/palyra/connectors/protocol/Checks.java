package io.palyra.connectors.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that several values share. Each method returns the checked value or throws. */
final class Checks {
    static final String IS_REQUIRED = "is required";
    static final String CANNOT_BE_EMPTY = "cannot be empty";
    static final String EXCEEDS_SIZE_LIMIT = "value exceeds size limit";
    static final String NOT_VALID_JSON = "value is not valid JSON";
    static final String NOT_VALID_UNICODE = "value is not valid Unicode";
    static final String CONTAINS_NUL = "value contains a NUL character";
    static final String CONTAINS_CONTROL = "value contains a control character";
    static final String TOO_MANY_ATTACHMENTS = "message exceeds attachment count limit";

    private Checks() {}

    static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw new InvalidEnvelopeException(field, IS_REQUIRED);
        }
        return value;
    }

    /** The text of an id type: required, not blank, no control characters. */
    static String id(@Nullable String value, String typeName, int bytesMax) {
        try {
            return line(value, typeName, bytesMax);
        } catch (InvalidEnvelopeException e) {
            throw InvalidEnvelopeException.ofBareValue(
                    typeName, e.reason(), e.details().orElse(null));
        }
    }

    /** Required text of one line: not blank, no control characters. */
    static String line(@Nullable String value, String field, int bytesMax) {
        String line = text(value, field, bytesMax);
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                throw new InvalidEnvelopeException(field, CONTAINS_CONTROL, Texts.quote(line));
            }
        }
        return line;
    }

    static @Nullable String optionalLine(@Nullable String value, String field, int bytesMax) {
        return value == null ? null : line(value, field, bytesMax);
    }

    /** Required text: not blank, storable. */
    static String text(@Nullable String value, String field, int bytesMax) {
        if (Texts.isBlank(required(value, field))) {
            throw new InvalidEnvelopeException(field, CANNOT_BE_EMPTY);
        }
        return content(value, field, bytesMax);
    }

    static @Nullable String optionalText(@Nullable String value, String field, int bytesMax) {
        return value == null ? null : text(value, field, bytesMax);
    }

    /** Required text that may be blank. */
    static String content(@Nullable String value, String field, int bytesMax) {
        String content = required(value, field);
        sizeWithin(Texts.utf8Size(content, field), field, bytesMax);
        if (content.indexOf('\0') >= 0) {
            throw new InvalidEnvelopeException(field, CONTAINS_NUL);
        }
        return content;
    }

    /** How a platform shows a sender; users may choose blanks, which must not cost them their message. */
    static @Nullable String display(@Nullable String value) {
        return contentOrNone(value, "sender_display", InboundMessageEvent.SENDER_DISPLAY_BYTES_MAX);
    }

    /** Text that others chose, where a blank one says nothing. */
    static @Nullable String contentOrNone(@Nullable String value, String field, int bytesMax) {
        return value == null || Texts.isBlank(value) ? null : content(value, field, bytesMax);
    }

    static void sizeWithin(long bytes, String field, int bytesMax) {
        if (bytes > bytesMax) {
            throw new InvalidEnvelopeException(field, EXCEEDS_SIZE_LIMIT, bytes + " bytes, at most " + bytesMax);
        }
    }

    static int positive(int value, String field) {
        if (value <= 0) {
            throw new InvalidEnvelopeException(field, "must be greater than zero", String.valueOf(value));
        }
        return value;
    }

    static long notNegative(long value, String field) {
        if (value < 0) {
            throw new InvalidEnvelopeException(field, "must not be negative", String.valueOf(value));
        }
        return value;
    }

    static void notNegative(@Nullable Number value, String field) {
        if (value != null) {
            notNegative(value.longValue(), field);
        }
    }

    /** A copy of the list, empty if absent. */
    static <T> List<T> list(@Nullable List<T> values, String field, int countMax, String tooManyReason) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > countMax) {
            throw new InvalidEnvelopeException(field, tooManyReason, values.size() + ", at most " + countMax);
        }
        for (int i = 0; i < values.size(); i++) {
            required(values.get(i), field + "[" + i + "]");
        }
        return List.copyOf(values);
    }

    static List<AttachmentRef> attachments(@Nullable List<AttachmentRef> attachments) {
        return list(attachments, "attachments", AttachmentRef.PER_MESSAGE_MAX, TOO_MANY_ATTACHMENTS);
    }
}
