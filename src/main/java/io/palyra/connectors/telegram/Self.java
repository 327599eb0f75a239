package io.palyra.connectors.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.RequestException;
import java.util.Map;

/**
 * Who the bot is, as Telegram says.
 *
 * @param userName without the {@code @}
 * @param canJoinGroups whether it may be added to groups
 * @param readsGroups whether it sees every message of a group; else, unless it is an administrator there, those alone that speak to it
 * @see <a href="https://core.telegram.org/bots/api#getme">Telegram: getMe</a>
 */
record Self(long id, String userName, String name, boolean canJoinGroups, boolean readsGroups) {

    /** Asks Telegram; blocks. */
    static Self ask(BotApi api) throws RequestException {
        JsonNode self = api.call("getMe", BotApi.arguments());
        return new Self(
                self.path("id").asLong(),
                self.path("username").asText(),
                self.path("first_name").asText(),
                self.path("can_join_groups").asBoolean(),
                self.path("can_read_all_group_messages").asBoolean());
    }

    /** For a report of its health. */
    void tell(Map<String, Object> facts) {
        facts.put("bot_id", id);
        facts.put("bot_name", userName);
        facts.put("can_join_groups", canJoinGroups);
        facts.put("can_read_all_group_messages", readsGroups);
    }

    String whose() {
        return "the token is that of @" + userName + " (" + id + ")";
    }

    /** Whether a user of a message is the bot. */
    boolean is(JsonNode user) {
        return user.path("id").asLong() == id;
    }
}
