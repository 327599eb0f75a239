package io.palyra.connectors.events;

import java.util.Locale;

/** How much an event matters to an operator. */
public enum EventLevel {
    INFO,
    WARN,
    ERROR;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
