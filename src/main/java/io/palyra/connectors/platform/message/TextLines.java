package io.palyra.connectors.platform.message;

import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Texts;

/** Collects what people read in one message, line by line, as far as it can be kept. For one thread. */
public final class TextLines {

    /** Characters after which nothing more is collected: more than are kept. */
    private static final int CHARS_MAX = 2 * InboundMessageEvent.DEFAULT_BODY_BYTES_MAX;

    private final StringBuilder text = new StringBuilder();

    /** One line, or several; a blank one is none. */
    public void add(String line) {
        if (!Texts.isBlank(line) && text.length() < CHARS_MAX) {
            text.append(text.isEmpty() ? "" : "\n").append(line);
        }
    }

    /** The lines so far, with a line break between them; longer than a body where there are too many. */
    @Override
    public String toString() {
        return text.toString();
    }
}
