package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.ThreadId;
import java.time.Duration;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An adapter whose platform can show that the bot is typing. Asked while the daemon works on a message, after
 * {@link #interval()} again. It is a courtesy: it goes behind whatever is to be delivered, and where it fails or would have to
 * wait for a limit it is left out.
 */
@API(status = API.Status.STABLE)
public interface TypingIndicator {

    /** How long to wait at least before it is shown again: a little less than the platform shows it for. */
    Duration interval();

    /**
     * Shows it in the conversation, once. May block for the seconds that a request takes; runs beside deliveries of the same
     * conversation, on a thread that serves others too.
     *
     * @param thread in which the message was written, if in one
     * @throws Exception where it was not shown; that is logged and no more
     */
    void showTyping(ConversationId conversation, @Nullable ThreadId thread) throws Exception;
}
