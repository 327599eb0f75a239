package io.palyra.connectors.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP status other than 2xx says. Only an answer in the daemon's own form speaks of the message; what a proxy, a
 * login page or a wrong address answers does not.
 */
final class HttpRefusal {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    /** Those that speak of the way to the daemon, whoever gives them. */
    private static final Set<Integer> DEPLOYMENT = Set.of(401, 403, 404, 405, 407, 451);

    private static final String PROBLEM = "application/problem+json";
    private static final int RESULT_CHARS_MAX = 8 * 1024 * 1024;

    /** Nobody is away for longer: what states more states nothing, and the policy decides. */
    private static final Duration RETRY_AFTER_MAX = Duration.ofDays(1);

    private final HttpOperationFailedException http;
    private final int status;
    private final String body;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private HttpRefusal(HttpOperationFailedException http) {
        this.http = http;
        this.status = http.getHttpResponseCode();
        this.body = http.getResponseBody() == null ? "" : http.getResponseBody().strip();
        if (http.getResponseHeaders() != null) {
            headers.putAll(http.getResponseHeaders());
        }
    }

    /** @throws DaemonRejectedException where the daemon refused the message for good */
    static DaemonUnavailableException read(HttpOperationFailedException http) throws DaemonRejectedException {
        return new HttpRefusal(http).read();
    }

    private DaemonUnavailableException read() throws DaemonRejectedException {
        if (status < 400 || DEPLOYMENT.contains(status)) {
            return misconfigured();
        }
        RouteInboundResult result = result();
        DaemonUnavailableException again = result == null ? null : DaemonUnavailableException.of(result);
        if (again != null) {
            return again;
        } else if (status == TOO_MANY_REQUESTS || status == SERVICE_UNAVAILABLE) {
            return new DaemonNotTakenException(answered(), retryAfter().orElse(null), http);
        } else if (status >= 500 || status == REQUEST_TIMEOUT) {
            return new DaemonUnavailableException(answered(), retryAfter().orElse(null), http);
        } else if (result != null) {
            throw new DaemonRejectedException("the daemon answered HTTP " + status + ": " + result.decisionReason());
        }
        String problem = problem();
        if (problem != null) {
            throw new DaemonRejectedException("the daemon answered HTTP " + status + ": " + problem);
        }
        return misconfigured();
    }

    private @Nullable RouteInboundResult result() {
        if (!body.startsWith("{") || body.length() > RESULT_CHARS_MAX) {
            return null;
        }
        try {
            return WireFormat.read(body, RouteInboundResult.class);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** What a problem says (RFC 9457); null where the answer is none. */
    private @Nullable String problem() {
        if (!contentType().toLowerCase(Locale.ROOT).startsWith(PROBLEM)) {
            return null;
        }
        try {
            JsonNode problem = WireFormat.tree(body);
            String title = problem.path("title").asText("no reason given");
            return problem.isObject() ? Excerpt.redacted(problem.path("detail").asText(title)) : null;
        } catch (RuntimeException e) {
            return null;
        }
    }

    private DaemonMisconfiguredException misconfigured() {
        String what = "HTTP " + status + (contentType().isEmpty() ? "" : ", " + Excerpt.of(contentType()))
                + (body.isEmpty() ? ", no body" : ", \"" + Excerpt.of(body) + "\"");
        return new DaemonMisconfiguredException("not the daemon's answer: " + what + ": " + wayOut(), http);
    }

    private String wayOut() {
        return switch (status) {
            case 401, 403 -> "correct the credentials or the address in palyra.daemon.endpoint";
            case 407 -> "a proxy wants credentials: correct the way to palyra.daemon.endpoint";
            case 404, 405 -> "correct the path in palyra.daemon.endpoint";
            default -> "correct palyra.daemon.endpoint, or what stands between";
        };
    }

    private String contentType() {
        return headers.getOrDefault("Content-Type", "");
    }

    /** With the first line of the body, which on an error page says the most. */
    private String answered() {
        String line = body.lines().findFirst().orElse("");
        return "the daemon answered HTTP " + status + (line.isEmpty() ? "" : ": " + Excerpt.of(line));
    }

    private Optional<Duration> retryAfter() {
        return Optional.ofNullable(headers.get("Retry-After"))
                .map(String::strip)
                .flatMap(value -> value.matches("\\d{1,18}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                        : date(value).flatMap(until -> Optional.ofNullable(headers.get("Date"))
                                .flatMap(HttpRefusal::date)
                                .map(answered -> Duration.between(answered, until))))
                .filter(wait -> wait.compareTo(RETRY_AFTER_MAX) <= 0);
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
