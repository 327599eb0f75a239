package io.palyra.connectors.fake.discord;

import java.util.Map;
import java.util.Objects;

/** What answers one method on one kind of path. */
record RestEndpoint(String method, PathPattern pattern, Handler handler) {

    /** Answers a request, or refuses it. */
    @FunctionalInterface
    interface Handler {
        RestAnswer answer(Call call) throws DiscordError;
    }

    /** A request with the segments of its path. */
    record Call(RestRequest request, Map<String, String> segments) {

        String segment(String name) {
            return Objects.requireNonNull(segments.get(name), name);
        }
    }

    static RestEndpoint of(String method, String template, Handler handler) {
        return new RestEndpoint(method, new PathPattern(template), handler);
    }

    /** Discord's name for what shares a limit: here the kind of path. */
    String bucket() {
        return Integer.toHexString((method + pattern.template()).hashCode());
    }
}
