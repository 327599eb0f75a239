package io.palyra.connectors.outbox;

import java.util.List;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What {@code palyra-outbox} remembers of its last send, in a header: with the rest of the message it is put back to what it
 * was before a step that Camel's error handler repeats.
 *
 * @param count of the sends so far
 * @param answer that is the body since
 * @param contents what was sent
 */
record Sent(int count, Object answer, List<OutboundContent> contents) {

    private static final String HEADER = "CamelPalyraOutboxSent";

    static @Nullable Sent of(Message message) {
        return message.getHeader(HEADER) instanceof Sent sent ? sent : null;
    }

    void keepIn(Message message) {
        message.setHeader(HEADER, this);
    }

    /** Where headers are shown, texts are not. */
    @Override
    public String toString() {
        return String.valueOf(count);
    }
}
