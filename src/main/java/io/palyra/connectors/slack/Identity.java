package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.auth.AuthTestRequest;
import com.slack.api.methods.request.bots.BotsInfoRequest;
import io.palyra.connectors.platform.http.RequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who the bot is, as Slack says.
 *
 * @param teamId of the workspace that the token belongs to
 * @param userId of the bot
 * @param botId of the bot as an integration; its posts carry it
 * @param appId of the app that the bot belongs to; null where Slack does not tell
 * @param scopes what the token may do; empty where Slack does not tell
 */
record Identity(
        String teamId,
        String team,
        String userId,
        String userName,
        String botId,
        @Nullable String appId,
        Set<String> scopes) {

    private static final String SCOPES_HEADER = "x-oauth-scopes";

    Identity {
        scopes = Set.copyOf(scopes);
    }

    /** Asks Slack; blocks. */
    static Identity ask(WebApi api) throws RequestException {
        WebApi.Reply self = api.call(
                "auth.test", RequestFormBuilder.toForm(AuthTestRequest.builder().build()));
        JsonNode json = self.json();
        String botId = json.path("bot_id").asText();
        return new Identity(
                json.path("team_id").asText(),
                json.path("team").asText(),
                json.path("user_id").asText(),
                json.path("user").asText(),
                botId,
                botId.isEmpty() ? null : app(api, botId),
                scopes(self));
    }

    /** Only names need the scope that this needs: without it, nobody can tell whether both tokens are of one app. */
    private static @Nullable String app(WebApi api, String botId) throws RequestException {
        try {
            JsonNode bot = api.call(
                            "bots.info",
                            RequestFormBuilder.toForm(
                                    BotsInfoRequest.builder().bot(botId).build()))
                    .json()
                    .path("bot");
            return bot.hasNonNull("app_id") ? bot.path("app_id").asText() : null;
        } catch (RequestException e) {
            if (Scope.isMissing(e)) {
                return null;
            }
            throw e;
        }
    }

    /** The same, with the scopes that the token has now: those of an installation that came later. */
    Identity withScopes(WebApi api) throws RequestException {
        WebApi.Reply now = api.call(
                "auth.test", RequestFormBuilder.toForm(AuthTestRequest.builder().build()));
        return new Identity(teamId, team, userId, userName, botId, appId, scopes(now));
    }

    /** What the token of a call may do; empty where Slack does not tell. */
    static Set<String> scopes(WebApi.Reply reply) {
        String header = reply.header(SCOPES_HEADER);
        return header == null
                ? Set.of()
                : Arrays.stream(header.split(","))
                        .map(String::strip)
                        .filter(scope -> !scope.isEmpty())
                        .collect(Collectors.toSet());
    }

    /** For a report of its health. */
    void tell(Map<String, Object> facts) {
        facts.put("team_id", teamId);
        facts.put("team", team);
        facts.put("bot_id", botId);
        facts.put("bot_name", userName);
        if (appId != null) {
            facts.put("app_id", appId);
        }
    }

    String whose() {
        return "the token is that of " + userName + " (" + userId + ") in " + team + " (" + teamId + ")";
    }

    /** Whether a person's token was given: it would write in that person's name. */
    boolean isPerson() {
        return botId.isEmpty();
    }

    /** Whether the bot wrote it: its posts come back as messages like any other. */
    boolean wrote(JsonNode message) {
        return userId.equals(message.path("user").asText())
                || (!botId.isEmpty() && botId.equals(message.path("bot_id").asText()));
    }

    /** Those that the token lacks. */
    List<String> missing() {
        return Arrays.stream(Scope.values())
                .filter(this::lacks)
                .map(Scope::value)
                .toList();
    }

    /** Not where Slack has not told: then the answer to the call will. */
    boolean lacks(Scope scope) {
        return !scopes.isEmpty() && !scopes.contains(scope.value());
    }
}
