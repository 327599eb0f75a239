package io.palyra.connectors.slack;

import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.MessageFeature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a bot's token may be allowed to do; those that the connector asks for.
 *
 * @see <a href="https://docs.slack.dev/reference/scopes">Slack: Scopes</a>
 */
enum Scope {
    CHAT_WRITE("chat:write", "no message is sent, edited or deleted"),
    CHANNELS_HISTORY("channels:history", "messages of public channels are not read"),
    GROUPS_HISTORY("groups:history", "messages of private channels are not read"),
    IM_HISTORY("im:history", "direct messages are not read"),
    MPIM_HISTORY("mpim:history", "messages of group conversations are not read"),
    CHANNELS_READ("channels:read", "what was missed in public channels is not read after a gap"),
    GROUPS_READ("groups:read", "what was missed in private channels is not read after a gap"),
    IM_READ("im:read", "direct messages that were missed are not read after a gap"),
    MPIM_READ("mpim:read", "what was missed in group conversations is not read after a gap"),
    IM_WRITE("im:write", "no direct conversation is opened with a person"),
    USERS_READ("users:read", "senders have no names, and whether both tokens are of one app is not known"),
    REACTIONS_WRITE("reactions:write", "no reaction is added or removed"),
    FILES_READ("files:read", "files that people send cannot be fetched"),
    FILES_WRITE("files:write", "no file is sent: a message with one fails"),
    METADATA_READ("metadata.message:read", "a message whose outcome is not known may wait for an operator");

    /** What to do about a scope that is missing. */
    static final String ADVICE = "add it to the app (OAuth & Permissions, Bot Token Scopes) and reinstall the app";

    private static final int OK = 200;

    private final String value;
    private final String lost;

    Scope(String value, String lost) {
        this.value = value;
        this.lost = lost;
    }

    /** As Slack writes it. */
    String value() {
        return value;
    }

    /** What does not work without it. */
    String lost() {
        return lost;
    }

    /**
     * What an operation on messages needs.
     *
     * @param kind of the conversation; null where Slack does not say it: then the answer to the operation will
     */
    static List<Scope> needed(MessageFeature feature, Conversation.@Nullable Kind kind) {
        return switch (feature) {
            case READ, SEARCH -> kind == null ? List.of() : List.of(kind.history());
            case SEND, THREAD, REPLY, EDIT, DELETE -> List.of(CHAT_WRITE);
            case REACT_ADD, REACT_REMOVE -> List.of(REACTIONS_WRITE);
        };
    }

    /** Whether a request was refused because the token lacks a scope. */
    static boolean isMissing(RequestException failure) {
        return failure.failure() instanceof RequestFailure.Misconfigured misconfigured
                && misconfigured.code().equals(SlackCode.MISSING_SCOPE.code());
    }

    /**
     * What a failure means for one message, where it is that the token lacks a scope: others, which need none, go on.
     *
     * @param what needs the scope
     */
    static RequestException forOne(RequestException failure, String what, RefusalMeaning meaning) {
        return isMissing(failure)
                ? new RequestException(new RequestFailure.Refused(
                        OK,
                        SlackCode.MISSING_SCOPE.code(),
                        meaning,
                        what + ": " + failure.failure().reason()))
                : failure;
    }
}
