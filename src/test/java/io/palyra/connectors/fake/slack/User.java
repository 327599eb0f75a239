package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a workspace.
 *
 * @param botId null for a person
 * @param appId of the app that the bot belongs to
 */
public record User(
        String id,
        String teamId,
        String name,
        String realName,
        String displayName,
        @Nullable String botId,
        @Nullable String appId) {

    static User person(String id, String teamId, String name) {
        String realName = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return new User(id, teamId, name, realName, realName, null, null);
    }

    static User bot(String id, String teamId, String name, String botId, String appId) {
        return new User(id, teamId, name, name, "", botId, appId);
    }

    public boolean isBot() {
        return botId != null;
    }

    /** As text has it. */
    public String mention() {
        return "<@" + id + ">";
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("team_id", teamId)
                .put("name", name)
                .put("deleted", false)
                .put("real_name", realName)
                .put("tz", "Europe/Prague")
                .put("is_bot", isBot())
                .put("is_app_user", false);
        ObjectNode profile = json.putObject("profile")
                .put("real_name", realName)
                .put("real_name_normalized", realName)
                .put("display_name", displayName)
                .put("display_name_normalized", displayName)
                .put("team", teamId);
        if (botId != null) {
            profile.put("bot_id", botId).put("api_app_id", appId);
        }
        return json;
    }

    /** As messages and {@code bots.info} show the bot. */
    ObjectNode botJson() {
        ObjectNode json = Json.object()
                .put("id", botId)
                .put("app_id", appId)
                .put("user_id", id)
                .put("name", name)
                .put("deleted", false)
                .put("updated", 1_700_000_000);
        json.putObject("icons");
        return json;
    }
}
