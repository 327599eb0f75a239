package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A JSON value that a message carries along without looking into it. At most 128 KiB as compact text, 64 levels deep.
 * JSON's {@code null} is refused: on the wire it stands for an absent field.
 *
 * @param node copied on construction and never changed afterwards; who asks for it must not change it either
 */
public record JsonValue(
        @com.fasterxml.jackson.annotation.JsonValue JsonNode node) {
    public static final int BYTES_MAX = 128 * 1024;
    public static final int DEPTH_MAX = 64;
    static final String FIELD = "json";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JsonValue {
        node = JsonTree.canonicalCopy(Checks.required(node, FIELD));
        try {
            Checks.sizeWithin(WireFormat.writeBytes(node).length, FIELD, BYTES_MAX);
        } catch (InvalidEnvelopeException e) {
            throw InvalidEnvelopeException.ofBareValue(
                    FIELD, e.reason(), e.details().orElse(null));
        }
    }

    /**
     * The value that the text stands for.
     *
     * @throws InvalidEnvelopeException {@code value is not valid JSON}, or another rule of this type
     */
    public static JsonValue parse(String json) {
        return WireFormat.read(json, JsonValue.class);
    }

    /** The value without insignificant white space. */
    public String text() {
        return WireFormat.write(node);
    }

    public int sizeBytes() {
        return WireFormat.writeBytes(node).length;
    }

    @Override
    public String toString() {
        return text();
    }
}
