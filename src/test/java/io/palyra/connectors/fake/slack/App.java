package io.palyra.connectors.fake.slack;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The app as its owner has set it up: tokens, scopes, subscriptions. Thread safe. */
final class App {

    /** As the manifest of the connector asks for. */
    static final Set<String> SCOPES = Set.of(
            "chat:write",
            "channels:history",
            "groups:history",
            "im:history",
            "mpim:history",
            "channels:read",
            "groups:read",
            "im:read",
            "mpim:read",
            "im:write",
            "users:read",
            "reactions:write",
            "files:read",
            "files:write",
            "metadata.message:read");

    static final Set<String> EVENTS = Set.of(
            "message.channels",
            "message.groups",
            "message.im",
            "message.mpim",
            "member_joined_channel",
            "app_uninstalled",
            "tokens_revoked");

    private final String id;
    private final String appToken;
    private final Map<String, Team> installs = new ConcurrentHashMap<>();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private volatile Set<String> scopes = new TreeSet<>(SCOPES);
    private volatile Set<String> appScopes = Set.of("connections:write");
    private final Set<String> events = ConcurrentHashMap.newKeySet();
    private volatile boolean socketMode = true;

    App(String id, String appToken) {
        this.id = id;
        this.appToken = appToken;
        events.addAll(EVENTS);
    }

    String id() {
        return id;
    }

    void install(String token, Team team) {
        installs.put(token, team);
    }

    String token(Team team) {
        return installs.entrySet().stream()
                .filter(entry -> entry.getValue().equals(team))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    void revoke(String token, boolean nowRevoked) {
        if (nowRevoked) {
            revoked.add(token);
        } else {
            revoked.remove(token);
        }
    }

    /** Whether its events are sent. */
    boolean isInstalled(String teamId) {
        return installs.entrySet().stream()
                .anyMatch(entry -> entry.getValue().id().equals(teamId) && !revoked.contains(entry.getKey()));
    }

    /** The workspace of a bot token. */
    Team workspace(String token) throws SlackError {
        check(token);
        Team team = installs.get(token);
        if (team == null) {
            throw new SlackError(token.equals(appToken) ? "not_allowed_token_type" : "invalid_auth");
        }
        return team;
    }

    boolean isAppToken(String token) throws SlackError {
        check(token);
        return token.equals(appToken);
    }

    void checkAppToken(String token) throws SlackError {
        check(token);
        if (!token.equals(appToken)) {
            throw new SlackError(installs.containsKey(token) ? "not_allowed_token_type" : "invalid_auth");
        }
        if (!appScopes.contains("connections:write")) {
            throw SlackError.missingScope("connections:write", appScopes);
        }
        if (!socketMode) {
            throw new SlackError("socket_mode_not_enabled");
        }
    }

    private void check(String token) throws SlackError {
        if (token.isEmpty()) {
            throw new SlackError("not_authed");
        }
        if (revoked.contains(token)) {
            throw new SlackError("token_revoked");
        }
    }

    void require(String scope) throws SlackError {
        if (!scopes.contains(scope)) {
            throw SlackError.missingScope(scope, scopes);
        }
    }

    boolean has(String scope) {
        return scopes.contains(scope);
    }

    /** None of a token that is not known. */
    Set<String> scopes(String token) {
        if (token.equals(appToken)) {
            return appScopes;
        }
        return installs.containsKey(token) ? scopes : Set.of();
    }

    void scopes(Collection<String> nowScopes) {
        scopes = new TreeSet<>(nowScopes);
    }

    void appScopes(Collection<String> nowScopes) {
        appScopes = new TreeSet<>(nowScopes);
    }

    boolean wants(String event) {
        return events.contains(event);
    }

    void subscribe(String event) {
        events.add(event);
    }

    void socketMode(boolean on) {
        socketMode = on;
    }
}
