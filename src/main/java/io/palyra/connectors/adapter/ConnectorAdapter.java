package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * One connector instance's line to its platform. Created when the instance is enabled, closed when it is disabled.
 *
 * <p>Whatever a platform offers beyond this is an optional interface of its own that the adapter implements too.
 */
@API(status = API.Status.STABLE)
public interface ConnectorAdapter {

    /**
     * Opens the platform session and begins to emit inbound messages. May block, a few seconds at most: after 10 s nobody
     * waits for it any more, and the session is used once it is there. Called on a thread of its own, which is
     * interrupted where the instance is disabled or gets another route before it has returned.
     *
     * @param sink takes the messages; usable until {@link #stop()} returns
     * @throws ConnectorStartException when the session cannot be opened; says which readiness follows
     */
    void start(InboundSink sink) throws ConnectorStartException;

    /**
     * Closes the session; called before another {@link #start} and for good, but never after a start that threw. May block
     * until calls in hand have ended.
     */
    void stop();

    /**
     * Sends now, once. May block; called from several threads at once, but never twice at once for one conversation.
     *
     * <p>Every failure is an outcome, not an exception: whatever the adapter throws all the same is taken as an outcome
     * that is not known.
     */
    DeliveryOutcome send(OutboundMessageRequest request);

    /** What to do about a message that the platform may or may not have. Must not block. */
    UnknownResolution unknownResolution();

    /**
     * How long the platform would refuse a message of this conversation from now on, as it has said itself. The message
     * waits without an attempt. Asked for each message just before it is sent; must not block.
     */
    default Duration waitBeforeSend(ConversationId conversationId) {
        return Duration.ZERO;
    }

    /**
     * The conversation that this one is known to be on the platform, such as the direct one with somebody who is named: messages to
     * both are kept in order together. Asked when an outbound message is accepted; must not block.
     *
     * @param conversationId as {@link ConnectorType#conversation} spells it
     */
    default ConversationId conversation(ConversationId conversationId) {
        return conversationId;
    }

    /**
     * What the platform counts a message of this conversation under: conversations of one bucket wait together when the
     * platform limits it. Must not block.
     */
    default String rateLimitBucket(ConversationId conversationId) {
        return conversationId.value();
    }

    /** For how long the platform session has been lost; empty while there is one, or where there is none. Must not block. */
    default Optional<Duration> disconnectedFor() {
        return Optional.empty();
    }

    /**
     * Why the platform session is lost, and what to do about it, in one line for people that holds no secret; empty where that is
     * not known. Must not block.
     */
    default Optional<String> disconnectedReason() {
        return Optional.empty();
    }

    /** What the adapter knows of itself, for operators; never a secret. Must not block. */
    default Map<String, Object> runtime() {
        return Map.of();
    }
}
