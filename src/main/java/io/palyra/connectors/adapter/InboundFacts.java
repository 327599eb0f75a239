package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConversationId;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What only the platform knows of a message, and what decides whether its sender may speak to the daemon. Taken from what the
 * platform itself says or takes for a mention, never from a name that somebody may have given himself. The same for a message
 * that is heard and for one that is read from history. Who the sender is, and whether a bot or a webhook wrote it, is in the
 * event itself.
 *
 * @param mentionsBot the bot is mentioned, or a role that stands for it alone; a mention of everybody is none
 * @param repliesToBot the message answers one that the bot has written
 * @param parent of a thread that is a conversation of its own, the conversation that it is in: who lists that one lists its
 *     threads
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
