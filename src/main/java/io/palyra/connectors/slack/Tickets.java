package io.palyra.connectors.slack;

import io.palyra.connectors.net.EgressDeniedException;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.message.JsonFields;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.Readiness;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Asks where the next socket is to be opened: each needs a URL of its own. Blocks.
 *
 * @param isPlain whether the API itself is reached without TLS: only then a socket may be
 * @see <a href="https://docs.slack.dev/reference/methods/apps.connections.open">Slack: apps.connections.open</a>
 */
record Tickets(WebApi api, EgressGuard guard, boolean isPlain) {

    private static final String METHOD = "apps.connections.open";

    private static final String NO_SOCKET = "Slack opens no socket";

    /** The app token, and what it may do, is not to be found where the bot's is. */
    private static final String ADVICE = "; generate another one (" + SlackTokens.APPS
            + ", Basic Information, App-Level Tokens, scope connections:write), set it, and enable the connector again";

    private static final String SWITCHED_OFF =
            "; see whether Socket Mode is switched on in the app's settings (Socket Mode), then enable the connector again";

    /** What Slack says. */
    sealed interface Answer {}

    record Ticket(String url) implements Answer {}

    /** @param stated how long Slack has asked to wait; null where it has not */
    record NotNow(String reason, @Nullable Duration stated) implements Answer {}

    /** Not until an operator has done something. */
    record Never(Readiness readiness, String reason) implements Answer {}

    /** @param hasOpened whether sockets have been opened before: what stands between here and Slack may fail for a time */
    Answer ask(boolean hasOpened) {
        try {
            return checked(JsonFields.text(api.callAsApp(METHOD).json(), "url"));
        } catch (RequestException e) {
            return failed(e.failure(), hasOpened);
        }
    }

    private Answer checked(String url) throws RequestException {
        if (!isSocket(url)) {
            throw new RequestException(
                    new RequestFailure.Uncertain("the answer to " + METHOD + " names no socket that can be opened"));
        } else if (!isPlain && !url.startsWith("wss:")) {
            return never("the socket that Slack names is not opened: it is not wss");
        }
        try {
            guard.check(URI.create(url));
            return new Ticket(url);
        } catch (EgressDeniedException e) {
            return never("the socket that Slack names is not opened: " + e.getMessage());
        }
    }

    /** Also for OkHttp, which opens it as http and takes less than the JDK does. */
    private static boolean isSocket(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null
                    && ("wss".equals(uri.getScheme()) || "ws".equals(uri.getScheme()))
                    && HttpUrl.parse(url.replaceFirst("^ws", "http")) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Answer failed(RequestFailure failure, boolean hasOpened) {
        boolean isPassing = hasOpened && failure instanceof RequestFailure.Foreign;
        if (failure instanceof RequestFailure.Refused) {
            return never(NO_SOCKET + ": " + failure.reason() + SWITCHED_OFF);
        } else if (!isPassing && Outcomes.of(failure) instanceof PermanentFailure permanent) {
            return new Never(
                    Objects.requireNonNullElse(permanent.readiness(), Readiness.MISCONFIGURED),
                    NO_SOCKET + " with this app token: " + words(failure));
        }
        return new NotNow("no ticket for a socket: " + failure.reason(), failure.retryAfter());
    }

    private static String words(RequestFailure failure) {
        if (failure instanceof RequestFailure.Misconfigured misconfigured
                && misconfigured.code().equals(SlackCode.MISSING_SCOPE.code())) {
            return "it lacks the scope connections:write" + ADVICE;
        }
        return failure instanceof RequestFailure.Unauthorized ? failure.reason() + ADVICE : failure.reason();
    }

    private static Never never(String reason) {
        return new Never(Readiness.MISCONFIGURED, reason);
    }
}
