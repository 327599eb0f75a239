package io.palyra.connectors.fake.discord;

import io.palyra.connectors.fake.http.PathPattern;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every request goes through: the token, the routes. */
final class RestApi {

    /** As Discord's, but there is always one left: limits come from the script of faults alone. */
    private static final Map<String, String> LIMITS =
            Map.of("X-RateLimit-Limit", "5", "X-RateLimit-Remaining", "4", "X-RateLimit-Reset-After", "1.000");

    private final String token;
    private final List<RestEndpoint> routes;
    private final Attachments attachments;
    private volatile boolean tokenRevoked;

    RestApi(String token, List<RestEndpoint> routes, Attachments attachments) {
        this.token = token;
        this.routes = routes;
        this.attachments = attachments;
    }

    void revokeToken(boolean revoked) {
        tokenRevoked = revoked;
    }

    boolean accepts(String offered) {
        return !tokenRevoked && offered.equals(token);
    }

    RestAnswer serve(RestRequest request) {
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

    Map<String, String> limits(RestRequest request) {
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
}
