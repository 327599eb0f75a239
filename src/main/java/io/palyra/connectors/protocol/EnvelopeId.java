package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Our id of a message. At most 192 bytes, not blank, no control characters. An inbound message is held to {@value
 * #INBOUND_BYTES_MAX} bytes, so that the ids derived from it fit.
 */
public record EnvelopeId(@JsonValue String value) {
    public static final int BYTES_MAX = 192;
    public static final int INBOUND_BYTES_MAX = 128;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EnvelopeId {
        value = Checks.id(value, "envelope_id", BYTES_MAX);
    }

    /** The id of the n-th reply (from 0) to this message: {@code E:n}. */
    public EnvelopeId reply(int n) {
        return new EnvelopeId(value + ":" + Checks.notNegative((long) n, "reply"));
    }

    /** The id of what tells the sender that the answer to this message takes time: {@code E:ack}. */
    public EnvelopeId acknowledgement() {
        return new EnvelopeId(value + ":ack");
    }

    /** The id of the n-th part (from 0) of this message once it is split: this one, then {@code E:chunk1} and so on. */
    public EnvelopeId chunk(int n) {
        return Checks.notNegative((long) n, "chunk") == 0 ? this : new EnvelopeId(value + ":chunk" + n);
    }

    @Override
    public String toString() {
        return value;
    }
}
