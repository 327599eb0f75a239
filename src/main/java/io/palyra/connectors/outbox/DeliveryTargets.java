package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import java.time.Instant;
import java.util.function.Predicate;

/** What the outbox asks and tells about the connectors that it delivers through. Thread safe; never blocks unless it says so. */
public interface DeliveryTargets {

    /** @throws UnknownConnectorException where there is no such instance */
    CapabilityLimits limits(ConnectorId connectorId);

    /**
     * What its kind of connector can do; the limits of the instance may differ.
     *
     * @throws UnknownConnectorException where there is no such instance
     */
    ConnectorCapabilitySet capabilities(ConnectorId connectorId);

    /** How its platform's clients read a text. */
    Markup markup(ConnectorId connectorId);

    /** Whether each part of a split message names the message that the whole answers, or the first alone. */
    boolean answersInPlace(ConnectorId connectorId);

    /**
     * The one spelling of a conversation.
     *
     * @throws InvalidEnvelopeException where it cannot be a conversation of the connector's platform
     */
    ConversationId conversation(ConnectorId connectorId, ConversationId written);

    /** What can be done about a message that the platform may or may not have. */
    UnknownResolution unknownResolution(ConnectorId connectorId);

    /**
     * Looks into the platform's history; unlike everything else here, it may block.
     *
     * @param isAnothers whether a message of the platform's is known to be another one of the outbox
     */
    DeliveryLookup.Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers);

    /** What the platform counts a message of the conversation under. */
    String rateLimitBucket(ConnectorId connectorId, ConversationId conversationId);

    void delivered(ConnectorId connectorId, long unixMs);

    void failed(ConnectorId connectorId, String reason);

    /** The connector itself cannot deliver; its lanes stay closed until it is ready again. */
    void notReady(ConnectorId connectorId, Readiness readiness, String reason);

    /** The connector asked for its session to be opened anew. */
    void restart(ConnectorId connectorId, String reason);
}
