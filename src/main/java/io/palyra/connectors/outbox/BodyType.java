package io.palyra.connectors.outbox;

import java.util.Locale;

/** What {@code palyra-outbox} takes a body of text, bytes or a stream for. */
enum BodyType {
    /** What people are to read, whatever it looks like: it may come from outside. */
    TEXT,
    /** The JSON of an outbound message, which names its envelope and its conversation. */
    ENVELOPE;

    static BodyType fromOption(String option) {
        for (BodyType type : values()) {
            if (type.name().equalsIgnoreCase(option)) {
                return type;
            }
        }
        throw new IllegalArgumentException("bodyType: text or envelope, not " + option);
    }

    String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
