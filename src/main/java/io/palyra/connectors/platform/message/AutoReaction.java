package io.palyra.connectors.platform.message;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reaction that a message asks for under itself. */
public final class AutoReaction {

    private static final Logger LOG = LoggerFactory.getLogger(AutoReaction.class);

    /** Puts a reaction under the message. */
    @FunctionalInterface
    public interface Adding {
        void add(String emoji) throws RequestException;
    }

    private AutoReaction() {}

    /** Adds it, if there is one. Best effort: the message is there, whatever becomes of this. */
    public static void of(OutboundMessageRequest request, Adding adding) {
        String emoji = request.autoReaction();
        if (emoji == null) {
            return;
        }
        try {
            adding.add(emoji);
        } catch (RequestException | RuntimeException e) {
            LOG.warn("{} was delivered without its reaction: {}", request.envelopeId(), e.getMessage());
        }
    }
}
