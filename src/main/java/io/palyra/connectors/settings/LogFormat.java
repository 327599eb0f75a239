package io.palyra.connectors.settings;

import java.util.Locale;

/** How a line of the log is written. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object, for a log collector. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
