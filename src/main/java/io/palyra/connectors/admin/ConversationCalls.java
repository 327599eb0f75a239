package io.palyra.connectors.admin;

import io.palyra.connectors.lane.storage.ConversationSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.List;

/** What was said in one conversation, in both directions. */
final class ConversationCalls {

    private static final String CONVERSATION_ID = "conversation_id";

    /**
     * @param more whether there are older ones among those that were looked at
     * @param newest among so many messages of each direction those that are settled were looked for
     */
    private record Said(List<ConversationSurvey.Message> messages, boolean more, int newest) {}

    private final AdminServices services;

    ConversationCalls(AdminServices services) {
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(ChannelCalls.CHANNEL + "/messages", this::messages)
                .taking(CONVERSATION_ID, "limit", MessageTexts.TEXT));
    }

    private Answer messages(Call call) {
        ConnectorId connectorId = services.known(call);
        ConversationId conversationId = call.query(CONVERSATION_ID)
                .map(ConversationId::new)
                .orElseThrow(() -> new InvalidEnvelopeException(
                        CONVERSATION_ID, "is required: the id of a conversation, as its messages have it"));
        int limit = call.limit();
        List<ConversationSurvey.Message> found = services.lookups()
                .conversations()
                .messages(connectorId, conversationId, MessageTexts.asked(call), limit + 1);
        boolean more = found.size() > limit;
        return Answer.ok(new Said(more ? found.subList(1, found.size()) : found, more, ConversationSurvey.NEWEST));
    }
}
