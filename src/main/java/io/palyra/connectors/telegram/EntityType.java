package io.palyra.connectors.telegram;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * How a part of a message is shown. In the order in which they are kept where there are too many: a link without its entity
 * has lost its address.
 */
enum EntityType {
    TEXT_LINK,
    PRE,
    CODE,
    BLOCKQUOTE,
    BOLD,
    ITALIC,
    STRIKETHROUGH;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    @JsonValue
    String wireName() {
        return wireName;
    }

    /** What is around others has the smaller one. */
    int nesting() {
        return switch (this) {
            case BLOCKQUOTE -> 0;
            case BOLD, ITALIC, STRIKETHROUGH -> 1;
            case TEXT_LINK, PRE, CODE -> 2;
        };
    }

    /** Whether nobody is mentioned in it, and nothing else is in it. */
    boolean isCode() {
        return this == PRE || this == CODE;
    }
}
