package io.palyra.connectors.fake.discord;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What every request goes through: the record, the script of faults, the token, the routes. */
final class RestApi {

    /** As Discord's, but there is always one left: limits come from the script of faults alone. */
    private static final Map<String, String> LIMITS =
            Map.of("X-RateLimit-Limit", "5", "X-RateLimit-Remaining", "4", "X-RateLimit-Reset-After", "1.000");

    private final String token;
    private final Clock clock;
    private final List<RestEndpoint> routes;
    private final Attachments attachments;
    private final Faults faults = new Faults();
    private final Recording<RestRequest> requests = new Recording<>();
    private volatile boolean tokenRevoked;

    RestApi(String token, Clock clock, List<RestEndpoint> routes, Attachments attachments) {
        this.token = token;
        this.clock = clock;
        this.routes = routes;
        this.attachments = attachments;
    }

    Faults faults() {
        return faults;
    }

    List<RestRequest> requests() {
        return requests.soFar();
    }

    void revokeToken(boolean revoked) {
        tokenRevoked = revoked;
    }

    boolean accepts(String offered) {
        return !tokenRevoked && offered.equals(token);
    }

    /** Every answer says what time it is here, as HTTP asks of a server with a clock. */
    RestAnswer answer(RestRequest request) {
        return answerAnyway(request)
                .with(Map.of(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC))));
    }

    private RestAnswer answerAnyway(RestRequest request) {
        requests.add(request);
        Fault fault = faults.take(request).orElse(null);
        if (fault == null) {
            return serve(request);
        }
        RestAnswer real = fault.accepts() ? serve(request) : RestAnswer.noContent();
        await(fault);
        RestAnswer scripted = fault.answer();
        return scripted == null ? real : scripted.isFromDiscord() ? scripted.with(limits(request)) : scripted;
    }

    private RestAnswer serve(RestRequest request) {
        try {
            Optional<Map<String, String>> file = new PathPattern(Attachments.PATH).match(request.path());
            if (file.isPresent()) {
                return attachments.download(new RestEndpoint.Call(request, file.get()));
            }
            if (!accepts(request.header("Authorization").orElse("").replaceFirst("^Bot ", ""))) {
                throw DiscordError.unauthorized();
            }
            return route(request).with(limits(request));
        } catch (DiscordError e) {
            return e.answer().with(limits(request));
        }
    }

    private RestAnswer route(RestRequest request) throws DiscordError {
        boolean known = false;
        for (RestEndpoint route : routes) {
            Optional<Map<String, String>> segments = route.pattern().match(request.path());
            if (segments.isPresent() && route.method().equals(request.method())) {
                return route.handler().answer(new RestEndpoint.Call(request, segments.get()));
            }
            known |= segments.isPresent();
        }
        throw known ? DiscordError.methodNotAllowed() : DiscordError.notFound();
    }

    private Map<String, String> limits(RestRequest request) {
        return routes.stream()
                .filter(route -> route.method().equals(request.method())
                        && route.pattern().match(request.path()).isPresent())
                .findFirst()
                .map(route -> {
                    Map<String, String> headers = new HashMap<>(LIMITS);
                    headers.put("X-RateLimit-Bucket", route.bucket());
                    return headers;
                })
                .orElseGet(HashMap::new);
    }

    private static void await(Fault fault) {
        try {
            // Released or not: the answer goes out when the time is over
            var unused = fault.released().await(fault.delay().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
