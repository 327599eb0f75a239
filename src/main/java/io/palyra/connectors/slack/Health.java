package io.palyra.connectors.slack;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.session.HealthReports;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks Slack whether everything is there that the connector needs, and says what to do where it is not. Blocks. */
final class Health {

    static final HealthReports REPORTS = new HealthReports(SlackTokens.APPS + ", Install App: install the app again");

    private static final String CHANNEL = "channel";

    private final WebApi api;
    private final Identity self;
    private final Conversations conversations;
    private final SocketFacts sockets;

    Health(WebApi api, Identity self, Conversations conversations, SocketFacts sockets) {
        this.api = api;
        this.self = self;
        this.conversations = conversations;
        this.sockets = sockets;
    }

    HealthReport check(@Nullable String verifyChannel) {
        return REPORTS.of((checks, facts) -> ask(verifyChannel, checks, facts), this::socket);
    }

    private void ask(@Nullable String verifyChannel, List<Check> checks, Map<String, Object> facts)
            throws RequestException {
        Identity now = Identity.ask(api);
        now.tell(facts);
        checks.add(Check.passed(HealthReports.TOKEN, now.whose()));
        checks.add(app(now, facts));
        addMissing(now, checks);
        addOthers(checks);
        addOtherTeams(checks);
        if (verifyChannel != null) {
            checks.add(channel(verifyChannel));
        }
    }

    /** The session ends where a socket turns out to be that of another app. */
    private Check app(Identity now, Map<String, Object> facts) {
        String appId = now.appId();
        if (appId == null) {
            return Check.warning(
                    "app",
                    "Slack does not say which app the token is of, so that nobody knows whether app-token is of the same",
                    "add the scope " + Scope.USERS_READ.value() + ": " + Scope.ADVICE);
        }
        return sockets.isOpen()
                ? Check.passed("app", "token and app-token are of the same app (" + appId + ")")
                : Check.warning(
                        "app",
                        "token is of the app " + appId + "; whether app-token is shows itself once a socket is open",
                        "see what the check of the socket says");
    }

    static void addMissing(Identity now, List<Check> checks) {
        int before = checks.size();
        for (Scope scope : Scope.values()) {
            if (now.lacks(scope)) {
                String message = "the token lacks the scope " + scope.value() + ": " + scope.lost();
                checks.add(
                        scope == Scope.CHAT_WRITE
                                ? Check.failed("scopes", message, Scope.ADVICE)
                                : Check.warning("scopes", message, Scope.ADVICE));
            }
        }
        if (now.scopes().isEmpty()) {
            checks.add(Check.warning(
                    "scopes",
                    "Slack does not say which scopes the token has",
                    "see whether a proxy stands before Slack that takes headers away"));
        } else if (checks.size() == before) {
            checks.add(Check.passed("scopes", "the token has all scopes that the connector uses"));
        }
    }

    private void addOthers(List<Check> checks) {
        List<String> same = sockets.sameApp();
        if (!same.isEmpty()) {
            checks.add(Check.warning(
                    "app",
                    String.join(", ", same) + " has tokens of the same app: each event comes to one of them alone",
                    "disable all but one of them, or give each an app of its own"));
        } else if (sockets.others() > 0) {
            checks.add(
                    Check.warning(
                            "app",
                            "Slack counts " + sockets.others()
                                    + " more open sockets of the app than this program has: each event"
                                    + " comes to one of them alone",
                            "see which other program uses the app token, or whether it is about to end; give it an app of its own"));
        }
    }

    private void addOtherTeams(List<Check> checks) {
        long events = sockets.ofOtherTeams();
        if (events > 0) {
            checks.add(Check.warning(
                    "app",
                    events + " events of other workspaces were left out: the app is installed there too, and whoever"
                            + " listens for those takes events of this one",
                    "give each workspace an app of its own"));
        }
    }

    private Check channel(String place) throws RequestException {
        try {
            String channelId = conversations.idOf(Target.parse("verify_channel_id", place));
            Conversation conversation = conversations.ask(channelId);
            if (conversation.isArchived()) {
                return Check.failed(
                        CHANNEL,
                        "the channel " + channelId + " is archived: nobody writes in it",
                        "in Slack: the channel's details, Settings, Unarchive channel; or use another one");
            } else if (!conversation.isMember()) {
                return Check.failed(
                        CHANNEL, "the bot is not in the channel " + channelId + ": it hears nothing there", invite());
            }
            return Check.passed(CHANNEL, "the bot is in the channel " + channelId);
        } catch (InvalidEnvelopeException e) {
            return Check.failed(CHANNEL, String.valueOf(e.getMessage()), "give the id of a channel");
        } catch (RequestException e) {
            if (e.failure() instanceof RequestFailure.Refused refused) {
                return Check.failed(CHANNEL, refused.reason(), invite());
            } else if (Scope.isMissing(e)) {
                return Check.failed(CHANNEL, e.failure().reason(), Scope.ADVICE);
            }
            throw e;
        }
    }

    private String invite() {
        return "in Slack, in that channel: /invite @" + self.userName();
    }

    private Check socket() {
        return sockets.isOpen()
                ? Check.passed("socket", "a socket is open")
                : Check.warning(
                        "socket",
                        "no socket is open; messages go out, and none come in",
                        "wait: it is opened again by itself, and what was missed is read from history");
    }
}
