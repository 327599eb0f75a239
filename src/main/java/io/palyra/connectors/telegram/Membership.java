package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.RecentMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has shut the bot out, as far as Telegram has told since the session began: a person who blocks it, a group that removes it.
 * Thread safe, never blocks.
 *
 * @see <a href="https://core.telegram.org/bots/api#chatmemberupdated">Telegram: ChatMemberUpdated</a>
 */
final class Membership {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private static final Set<String> OUT = Set.of("kicked", "left");
    private static final int KEPT_MAX = 1_000;

    private final Set<Long> out = Collections.synchronizedSet(RecentMap.set(KEPT_MAX));

    void changed(JsonNode change) {
        long chat = change.path("chat").path("id").asLong();
        String now = text(change.path("new_chat_member"), "status");
        if (OUT.contains(now)) {
            out.add(chat);
            LOG.info("the bot is shut out of the chat {} ({})", chat, now);
        } else {
            out.remove(chat);
            LOG.info("the bot is {} of the chat {}", now, chat);
        }
    }

    /** For operators. */
    Map<String, Object> view() {
        return Map.of("chats_shut_out_of", out.size());
    }
}
