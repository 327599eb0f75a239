package io.palyra.connectors.slack;

import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;

/**
 * What a bot's token may be allowed to do; those that the connector asks for.
 *
 * @see <a href="https://docs.slack.dev/reference/scopes">Slack: Scopes</a>
 */
enum Scope {
    CHAT_WRITE("chat:write"),
    CHANNELS_HISTORY("channels:history"),
    GROUPS_HISTORY("groups:history"),
    IM_HISTORY("im:history"),
    MPIM_HISTORY("mpim:history"),
    CHANNELS_READ("channels:read"),
    GROUPS_READ("groups:read"),
    IM_READ("im:read"),
    MPIM_READ("mpim:read"),
    IM_WRITE("im:write"),
    USERS_READ("users:read"),
    REACTIONS_WRITE("reactions:write"),
    FILES_READ("files:read"),
    FILES_WRITE("files:write"),
    METADATA_READ("metadata.message:read");

    /** What to do about a scope that is missing. */
    static final String ADVICE = "add it to the app (OAuth & Permissions, Bot Token Scopes) and reinstall the app";

    private static final int OK = 200;

    private final String value;

    Scope(String value) {
        this.value = value;
    }

    /** As Slack writes it. */
    String value() {
        return value;
    }

    /** Whether a request was refused because the token lacks a scope. */
    static boolean isMissing(RequestException failure) {
        return failure.failure() instanceof RequestFailure.Misconfigured misconfigured
                && misconfigured.code().equals(SlackCode.MISSING_SCOPE.code());
    }

    /**
     * What it means for one message that the token lacks the scope: others, which need none, go on.
     *
     * @param what goes with the scope, such as {@code files}
     */
    RequestException isMissingFor(RequestException refusal, String what, RefusalMeaning meaning) {
        return new RequestException(new RequestFailure.Refused(
                OK,
                SlackCode.MISSING_SCOPE.code(),
                meaning,
                what + " need the scope " + value + ": " + ADVICE + " (" + refusal.failure().reason() + ")"));
    }
}
