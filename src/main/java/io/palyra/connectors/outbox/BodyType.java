package io.palyra.connectors.outbox;

import java.util.Locale;

/** What {@code palyra-outbox} takes a body for. */
enum BodyType {
    /** A file that is no text by its name or content type is an attachment; everything else is text. */
    AUTO,
    /** What people are to read, whatever it looks like: it may come from outside. */
    TEXT,
    /** An outbound message: its JSON, or an object of its shape. It names its envelope and its conversation. */
    ENVELOPE,
    /** The content of a file. */
    ATTACHMENT;

    static BodyType fromOption(String option) {
        for (BodyType type : values()) {
            if (type.name().equalsIgnoreCase(option)) {
                return type;
            }
        }
        throw new IllegalArgumentException("bodyType: auto, text, envelope or attachment, not " + option);
    }

    String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
