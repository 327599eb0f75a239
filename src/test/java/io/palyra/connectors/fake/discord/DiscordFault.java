package io.palyra.connectors.fake.discord;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What goes wrong in Discord's own words. */
public final class DiscordFault {

    /** What a rate limit holds for. */
    public enum Scope {
        USER,
        GLOBAL,
        SHARED
    }

    private DiscordFault() {}

    /** Discord's own refusal. */
    public static Fault error(int status, int code, String message) {
        return Fault.refusing(
                RestAnswer.json(status, Json.object().put("message", message).put("code", code)));
    }

    /** 429 from Discord. {@code Retry-After} is in whole seconds, {@code retry_after} in the body is exact. */
    public static Fault rateLimited(Duration retryAfter, Scope scope) {
        String exact = String.valueOf(retryAfter.toMillis() / 1_000.0);
        RestAnswer answer = RestAnswer.json(
                        429,
                        Json.object()
                                .put("message", "You are being rate limited.")
                                .put("retry_after", retryAfter.toMillis() / 1_000.0)
                                .put("global", scope == Scope.GLOBAL))
                .with(Map.of(
                        "Retry-After",
                        Fault.wholeSeconds(retryAfter),
                        "via",
                        "1.1 google",
                        "X-RateLimit-Scope",
                        scope.name().toLowerCase(Locale.ROOT)));
        return Fault.refusing(
                scope == Scope.GLOBAL
                        ? answer.header("X-RateLimit-Global", "true")
                        : answer.with(Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", exact)));
    }

    /** 429 from Cloudflare, which knows nothing of routes: no {@code via}, no JSON. */
    public static Fault bannedByCloudflare(Duration retryAfter) {
        return Fault.refusing(RestAnswer.of(429, "text/html", "error code: 1015")
                .with(Map.of("Retry-After", Fault.wholeSeconds(retryAfter), "Server", "cloudflare")));
    }
}
