package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a platform takes in one message. Checked when a message is accepted.
 *
 * @param textCharsMax characters as the platform counts them; above zero
 * @param textLinesMax none: any number of lines
 * @param attachmentsMax 0: no attachments
 * @param attachmentBytesMax bytes of one attachment, decoded
 * @param editAgeMsMax how old a message may be to be edited; none: any age
 * @param textFormat how the platform reads a text; none: plain
 */
public record CapabilityLimits(
        @JsonSetter(nulls = Nulls.FAIL) int textCharsMax,
        @Nullable Integer textLinesMax,
        int attachmentsMax,
        long attachmentBytesMax,
        @Nullable Long editAgeMsMax,
        @Nullable TextFormat textFormat) {
    @JsonCreator
    public CapabilityLimits {
        Checks.positive(textCharsMax, "text_chars_max");
        if (textLinesMax != null) {
            Checks.positive(textLinesMax, "text_lines_max");
        }
        Checks.notNegative(attachmentsMax, "attachments_max");
        Checks.notNegative(attachmentBytesMax, "attachment_bytes_max");
        Checks.notNegative(editAgeMsMax, "edit_age_ms_max");
    }

    /** Plain text. */
    public CapabilityLimits(
            int textCharsMax,
            @Nullable Integer textLinesMax,
            int attachmentsMax,
            long attachmentBytesMax,
            @Nullable Long editAgeMsMax) {
        this(textCharsMax, textLinesMax, attachmentsMax, attachmentBytesMax, editAgeMsMax, null);
    }

    /** Text of so many characters; no attachments, no other limit. */
    public static CapabilityLimits text(int charsMax) {
        return new CapabilityLimits(charsMax, null, 0, 0, null);
    }

    /** The same limits with another one for the characters of a text. */
    public CapabilityLimits chars(int charsMax) {
        return new CapabilityLimits(
                charsMax, textLinesMax, attachmentsMax, attachmentBytesMax, editAgeMsMax, textFormat);
    }

    public CapabilityLimits lines(int linesMax) {
        return new CapabilityLimits(
                textCharsMax, linesMax, attachmentsMax, attachmentBytesMax, editAgeMsMax, textFormat);
    }

    public CapabilityLimits attachments(int countMax, long bytesMaxEach) {
        return new CapabilityLimits(textCharsMax, textLinesMax, countMax, bytesMaxEach, editAgeMsMax, textFormat);
    }

    public CapabilityLimits editableFor(Duration age) {
        return new CapabilityLimits(
                textCharsMax, textLinesMax, attachmentsMax, attachmentBytesMax, age.toMillis(), textFormat);
    }

    /** The same limits for texts in that format. */
    public CapabilityLimits format(TextFormat format) {
        return new CapabilityLimits(
                textCharsMax, textLinesMax, attachmentsMax, attachmentBytesMax, editAgeMsMax, format);
    }
}
