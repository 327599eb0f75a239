package io.palyra.connectors.router;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.RouteInboundResult;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;

/** Reads what a daemon answered: a result, a refusal, or a reason to ask again. */
final class ConnectorRouter {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REASON_CHARS_MAX = 200;

    /** A longer wait is cut, as for platforms. */
    private static final Duration RETRY_AFTER_MAX = Duration.ofDays(365);

    private ConnectorRouter() {}

    static RouteInboundResult result(Exchange answer) throws DaemonUnavailableException, DaemonRejectedException {
        if (answer.getException() != null) {
            throw failure(answer.getException());
        }
        RouteInboundResult result = read(answer);
        if (!result.accepted() && result.queuedForRetry()) {
            throw new DaemonUnavailableException(
                    "the daemon asked to be tried again: " + result.decisionReason(), null, null);
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

    /** The first line of the body, which on an error page says the most. */
    private static String reason(HttpOperationFailedException http) {
        String body = http.getResponseBody();
        String line = body == null ? "" : body.strip().lines().findFirst().orElse("");
        return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(REASON_CHARS_MAX, line.length()));
    }

    private static Optional<Duration> retryAfter(HttpOperationFailedException http) {
        if (http.getResponseHeaders() == null) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(http.getResponseHeaders());
        return Optional.ofNullable(headers.get("Retry-After"))
                .map(String::strip)
                .flatMap(value -> value.matches("\\d{1,18}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                        : date(value).flatMap(until -> Optional.ofNullable(headers.get("Date"))
                                .flatMap(ConnectorRouter::date)
                                .map(answered -> Duration.between(answered, until))))
                .map(wait -> wait.compareTo(RETRY_AFTER_MAX) < 0 ? wait : RETRY_AFTER_MAX);
    }

    /** RFC 9110 allows a date as well; what it means depends on the daemon's clock, which the header Date tells. */
    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value.strip(), Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
