package io.palyra.connectors.router;

import java.time.Duration;
import java.util.Optional;

import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.RouteInboundResult;

/** Reads what a daemon answered: a result, a refusal, or a reason to ask again. */
final class ConnectorRouter {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private ConnectorRouter() {}

    static RouteInboundResult result(Exchange answer) throws DaemonUnavailableException, DaemonRejectedException {
        if (answer.getException() != null) {
            throw failure(answer.getException());
        }
        RouteInboundResult result = read(answer);
        if (!result.accepted() && result.queuedForRetry()) {
            throw new DaemonUnavailableException("the daemon asked to be tried again: " + result.decisionReason(), null, null);
        }
        return result;
    }

    private static RouteInboundResult read(Exchange answer) throws DaemonUnavailableException {
        try {
            return answer.getMessage().getMandatoryBody(RouteInboundResult.class);
        } catch (InvalidPayloadException | RuntimeException e) {
            InvalidEnvelopeException invalid = ObjectHelper.getException(InvalidEnvelopeException.class, e);
            String why = invalid == null ? "it is empty or of no known type" : invalid.getMessage();
            throw new DaemonUnavailableException("the daemon's answer is no RouteInboundResult: " + why, null, e);
        }
    }

    private static DaemonUnavailableException failure(Exception failure) throws DaemonRejectedException {
        HttpOperationFailedException http = ObjectHelper.getException(HttpOperationFailedException.class, failure);
        if (http == null) {
            return new DaemonUnavailableException("the daemon cannot be reached: " + describe(failure), null, failure);
        }
        int status = http.getHttpResponseCode();
        String answer = "the daemon answered HTTP " + status + reason(http);
        if (status >= 400 && status < 500 && status != REQUEST_TIMEOUT && status != TOO_MANY_REQUESTS) {
            throw new DaemonRejectedException(answer);
        }
        return new DaemonUnavailableException(answer, retryAfter(http).orElse(null), failure);
    }

    private static String describe(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static String reason(HttpOperationFailedException http) {
        String body = http.getResponseBody();
        if (body == null || body.isBlank()) {
            return "";
        }
        return ": " + body.strip().lines().findFirst().orElse("").substring(0, Math.min(200, body.strip().lines().findFirst().orElse("").length()));
    }

    private static Optional<Duration> retryAfter(HttpOperationFailedException http) {
        String value = http.getResponseHeaders() == null ? null : http.getResponseHeaders().get("Retry-After");
        try {
            return Optional.ofNullable(value).map(String::strip).map(Long::parseLong).map(Duration::ofSeconds);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
