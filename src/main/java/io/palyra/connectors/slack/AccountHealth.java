package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.session.HealthReports;
import io.palyra.connectors.protocol.HealthReport.Check;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks Slack about an app and its two tokens without a socket: none is opened, and no ticket for one is asked for, as Slack gives few
 * of those. Blocks.
 *
 * @param sameApp other instances of this program that have tokens of the app with this id
 */
record AccountHealth(WebApi api, Function<String, List<String>> sameApp) {

    private static final String APP_TOKEN = "app-token";
    private static final String SOCKETS = "connections:write";
    private static final String NEW_APP_TOKEN =
            SlackTokens.APPS + ", Basic Information, App-Level Tokens, Generate, scope " + SOCKETS;

    void ask(List<Check> checks, Map<String, Object> facts) throws RequestException {
        Identity self = Identity.ask(api);
        self.tell(facts);
        checks.add(
                self.isPerson()
                        ? Check.failed(
                                HealthReports.TOKEN,
                                "the token is that of " + self.userName() + ", a person; it takes the bot's",
                                SlackTokens.APPS + ", Install App: the Bot User OAuth Token")
                        : Check.passed(HealthReports.TOKEN, self.whose()));
        Health.addMissing(self, checks);
        String appId = self.appId();
        if (appId != null) {
            facts.put("app_url", SlackTokens.APPS + "/" + appId);
            warnOfSameApp(appId, checks);
        }
        checks.add(appToken(appId));
        checks.add(Check.passed("channels", "in each channel that it is to hear: /invite @" + self.userName()));
    }

    private void warnOfSameApp(String appId, List<Check> checks) {
        List<String> same = sameApp.apply(appId);
        if (!same.isEmpty()) {
            checks.add(Check.warning(
                    "app",
                    String.join(", ", same) + " has tokens of the same app: each event comes to one of them alone",
                    "disable all but one of them, or give each an app of its own"));
        }
    }

    /** @param appId of the bot; null where Slack does not tell */
    private Check appToken(@Nullable String appId) throws RequestException {
        WebApi.Reply reply;
        try {
            reply = api.callAsApp("auth.test");
        } catch (RequestException e) {
            return refused(e);
        }
        Set<String> scopes = Identity.scopes(reply);
        if (!scopes.isEmpty() && !scopes.contains(SOCKETS)) {
            return Check.failed(APP_TOKEN, "app-token lacks the scope " + SOCKETS + ": no socket opens", NEW_APP_TOKEN);
        }
        return sameApp(appId, reply.json());
    }

    private static Check sameApp(@Nullable String appId, JsonNode json) {
        String other = json.path("app_id").asText();
        if (appId == null || other.isEmpty()) {
            return Check.passed(APP_TOKEN, "Slack takes app-token");
        }
        return appId.equals(other)
                ? Check.passed(APP_TOKEN, "token and app-token are of the same app (" + appId + ")")
                : Check.failed(
                        APP_TOKEN,
                        "token is of the app " + appId + ", app-token of " + other,
                        "take both from one app: " + SlackTokens.APPS + "/" + appId);
    }

    private static Check refused(RequestException failure) throws RequestException {
        if (failure.failure() instanceof RequestFailure.Unauthorized unauthorized) {
            return Check.failed(APP_TOKEN, "Slack refuses app-token (" + unauthorized.reason() + ")", NEW_APP_TOKEN);
        } else if (failure.failure() instanceof RequestFailure.Misconfigured misconfigured
                && misconfigured.code().equals(SlackCode.NOT_ALLOWED_TOKEN_TYPE.code())) {
            return Check.warning(
                    APP_TOKEN,
                    "Slack does not say of app-token what it is; whether it works shows itself once a socket is to open",
                    "see what health-refresh says once the connector is enabled");
        }
        throw failure;
    }
}
