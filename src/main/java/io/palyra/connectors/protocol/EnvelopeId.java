package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our id of a message. At most 192 bytes, not blank, no control characters. An inbound message is held to {@value
 * #INBOUND_BYTES_MAX} bytes, so that the ids derived from it fit.
 */
public record EnvelopeId(@JsonValue String value) {
    public static final int BYTES_MAX = 192;
    public static final int INBOUND_BYTES_MAX = 128;

    private static final Pattern LATER_PART = Pattern.compile(":chunk[1-9][0-9]*\\z");

    private static final Pattern DERIVED = Pattern.compile(":(?:chunk)?[0-9]+\\z|:ack\\z|:access\\z");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EnvelopeId {
        value = Checks.id(value, "envelope_id", BYTES_MAX);
    }

    /**
     * For an id that somebody outside has chosen: it must not end as those do that are derived from another message, or it
     * could take the place of a reply, of an acknowledgement or of a part before that is stored.
     *
     * @throws InvalidEnvelopeException naming the ending
     */
    public EnvelopeId requireChosen() {
        Matcher derived = DERIVED.matcher(value);
        if (derived.find()) {
            throw new InvalidEnvelopeException(
                    "envelope_id",
                    "is kept for what answers or continues another message",
                    value + " ends in " + derived.group()
                            + "; choose one that does not end in :<digits>, :chunk<digits>, :ack or :access");
        }
        return this;
    }

    /** The id of the n-th reply (from 0) to this message: {@code E:n}. */
    public EnvelopeId reply(int n) {
        return new EnvelopeId(value + ":" + Checks.notNegative((long) n, "reply"));
    }

    /** The id of what tells the sender that the answer to this message takes time: {@code E:ack}. */
    public EnvelopeId acknowledgement() {
        return new EnvelopeId(value + ":ack");
    }

    /** The id of what tells the sender that he may not talk yet, or from now on: {@code E:access}. */
    public EnvelopeId accessAnswer() {
        return new EnvelopeId(value + ":access");
    }

    /** The id of the n-th part (from 0) of this message once it is split: this one, then {@code E:chunk1} and so on. */
    public EnvelopeId chunk(int n) {
        return Checks.notNegative((long) n, "chunk") == 0 ? this : new EnvelopeId(value + ":chunk" + n);
    }

    /** Whether it is that of a part of a split message, other than the first. */
    public boolean isLaterPart() {
        return LATER_PART.matcher(value).find();
    }

    @Override
    public String toString() {
        return value;
    }
}
