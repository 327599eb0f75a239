package io.palyra.connectors.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.ForeignAnswer;
import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.http.RetryAfter;
import io.palyra.connectors.protocol.LimitScope;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import net.dv8tion.jda.api.requests.RestRateLimiter;

/**
 * Reads what a limit says of how long and for what. A 429 is always a refusal, in whatever form it comes: Discord's JSON, a page
 * or a line of Cloudflare's, nothing at all.
 *
 * @see <a href="https://docs.discord.com/developers/topics/rate-limits">Discord: Rate Limits</a>
 */
final class LimitAnswers {

    private static final int TOO_MANY_REQUESTS = 429;

    private final RetryAfter waits;

    LimitAnswers(Clock clock) {
        this.waits = new RetryAfter(clock);
    }

    RequestFailure.Limited of(String key, HttpAnswer answer) {
        if (answer.status() != TOO_MANY_REQUESTS) {
            return inOtherWords(key, answer);
        }
        JsonNode body = answer.json();
        Duration stated = RetryAfter.ofBoth(
                RetryAfter.seconds(body.path("retry_after").asText()).orElse(null),
                header(answer).orElse(null));
        if (!isDiscords(body) && !hasBucket(answer)) {
            return new RequestFailure.Limited(
                    "Cloudflare, or a proxy, limits this address: " + ForeignAnswer.describe(answer, DiscordApi.TOKEN),
                    stated,
                    LimitScope.CONNECTOR,
                    true);
        }
        boolean global = body.path("global").asBoolean()
                || answer.header(RestRateLimiter.GLOBAL_HEADER) != null
                || "global".equals(answer.header(RestRateLimiter.SCOPE_HEADER));
        return new RequestFailure.Limited(
                "Discord limits " + (global ? "everything" : key),
                stated,
                global ? LimitScope.CONNECTOR : LimitScope.BUCKET);
    }

    /** A limit that came with a status other than 429. */
    private static RequestFailure.Limited inOtherWords(String key, HttpAnswer answer) {
        String said = RefusalBody.of(answer)
                .map(body -> " (" + body.code() + "): " + body.words())
                .orElse("");
        return new RequestFailure.Limited("Discord limits " + key + said, null, LimitScope.BUCKET);
    }

    /** Cloudflare has a form in JSON too, with an {@code error_code} of 1015. */
    private static boolean isDiscords(JsonNode body) {
        return body.path("message").isTextual() && !body.has("error_code");
    }

    /** Only Discord counts by bucket and scope: known also where the body broke off. */
    private static boolean hasBucket(HttpAnswer answer) {
        return answer.header(RestRateLimiter.SCOPE_HEADER) != null
                || answer.header(RestRateLimiter.HASH_HEADER) != null;
    }

    private Optional<Duration> header(HttpAnswer answer) {
        return waits.header(answer)
                .or(() -> "0".equals(answer.header(RestRateLimiter.REMAINING_HEADER))
                        ? RetryAfter.seconds(answer.header(RestRateLimiter.RESET_AFTER_HEADER))
                        : Optional.empty());
    }
}
