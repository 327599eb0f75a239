package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConversationId;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What only the platform knows of a message, and what decides whether its sender may speak to the daemon. Taken from the
 * platform's own marks, never from a name or from the text as somebody may have written it. Who the sender is, and whether a
 * bot or a webhook wrote it, is in the event itself.
 *
 * @param mentionsBot the platform marks the bot, or a role that it has, as mentioned; a mention of everybody is none
 * @param repliesToBot the message answers one that the bot has written
 * @param parent of a thread that is a conversation of its own, the conversation that it is in
 */
@API(status = API.Status.STABLE)
public record InboundFacts(
        boolean mentionsBot, boolean repliesToBot, @Nullable ConversationId parent) {

    /** Neither; also for a platform that knows no mentions. */
    public static final InboundFacts NONE = new InboundFacts(false, false);

    public InboundFacts(boolean mentionsBot, boolean repliesToBot) {
        this(mentionsBot, repliesToBot, null);
    }

    /** The same in a thread of that conversation. */
    public InboundFacts within(@Nullable ConversationId parent) {
        return new InboundFacts(mentionsBot, repliesToBot, parent);
    }

    /** Whether the message speaks to this bot. One in a direct conversation always does. */
    public boolean speaksToBot() {
        return mentionsBot || repliesToBot;
    }
}
