package io.palyra.connectors.access;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;

/**
 * What decides about a message: ids and facts of the platform, never names.
 *
 * @param text only looked at for mention patterns, and for a pairing code in a direct conversation
 */
record AccessQuestion(
        ConnectorId connectorId,
        SenderId senderId,
        ConversationId conversationId,
        boolean direct,
        boolean senderIsBot,
        InboundFacts facts,
        String text) {

    static AccessQuestion of(InboundMessageEvent event, InboundFacts facts) {
        return new AccessQuestion(
                event.connectorId(),
                event.senderId(),
                event.conversationId(),
                event.isDirectMessage(),
                event.senderIsBot(),
                facts,
                event.body());
    }
}
