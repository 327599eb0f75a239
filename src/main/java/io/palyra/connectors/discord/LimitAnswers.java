package io.palyra.connectors.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.LimitScope;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import net.dv8tion.jda.api.requests.RestRateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a 429 says of how long and for what. It is always a refusal, in whatever form it comes: Discord's JSON, a page or
 * a line of Cloudflare's, nothing at all.
 *
 * @see <a href="https://docs.discord.com/developers/topics/rate-limits">Discord: Rate Limits</a>
 */
final class LimitAnswers {

    /** Nobody's limit lasts longer: what states more states nothing. */
    static final Duration WAIT_MAX = Duration.ofDays(1);

    /** Header and body of one answer differ by less, as the header has whole seconds. */
    private static final Duration ROUNDED = Duration.ofSeconds(1);

    private static final double MS_PER_S = 1_000;

    private final Clock clock;

    LimitAnswers(Clock clock) {
        this.clock = clock;
    }

    RestFailure.Limited of(String key, RestAnswer answer) {
        JsonNode body = answer.json();
        Duration stated = longer(
                seconds(body.path("retry_after").asText()).orElse(null),
                header(answer).orElse(null));
        if (!isDiscords(body) && !hasBucket(answer)) {
            return new RestFailure.Limited(
                    "Cloudflare, or a proxy, limits this address: " + ForeignAnswer.describe(answer),
                    stated,
                    LimitScope.CONNECTOR,
                    true);
        }
        boolean global = body.path("global").asBoolean()
                || answer.response().header(RestRateLimiter.GLOBAL_HEADER) != null
                || "global".equals(answer.response().header(RestRateLimiter.SCOPE_HEADER));
        return new RestFailure.Limited(
                "Discord limits " + (global ? "everything" : key),
                stated,
                global ? LimitScope.CONNECTOR : LimitScope.BUCKET);
    }

    /** A limit that came with a status other than 429. */
    static RestFailure.Limited inOtherWords(String key, RefusalBody body) {
        return new RestFailure.Limited(
                "Discord limits " + key + " (" + body.code() + "): " + body.words(), null, LimitScope.BUCKET);
    }

    /** Cloudflare has a form in JSON too, with an {@code error_code} of 1015. */
    private static boolean isDiscords(JsonNode body) {
        return body.path("message").isTextual() && !body.has("error_code");
    }

    /** Only Discord counts by bucket and scope: known also where the body broke off. */
    private static boolean hasBucket(RestAnswer answer) {
        return answer.response().header(RestRateLimiter.SCOPE_HEADER) != null
                || answer.response().header(RestRateLimiter.HASH_HEADER) != null;
    }

    /** The body has it exactly, the header in whole seconds; where they contradict each other, the longer one. */
    private static @Nullable Duration longer(@Nullable Duration exact, @Nullable Duration rounded) {
        if (exact == null || rounded == null) {
            return exact == null ? rounded : exact;
        }
        return rounded.minus(exact).compareTo(ROUNDED) > 0 ? rounded : exact;
    }

    private Optional<Duration> header(RestAnswer answer) {
        String retryAfter = answer.response().header(RestRateLimiter.RETRY_AFTER_HEADER);
        return seconds(retryAfter)
                .or(() -> until(retryAfter, answer.response().header("Date")))
                .or(() -> "0".equals(answer.response().header(RestRateLimiter.REMAINING_HEADER))
                        ? seconds(answer.response().header(RestRateLimiter.RESET_AFTER_HEADER))
                        : Optional.empty());
    }

    /** A moment, by the clock of the one who wrote it. */
    private Optional<Duration> until(@Nullable String moment, @Nullable String now) {
        return moment(moment)
                .map(end -> Duration.between(moment(now).orElseGet(clock::instant), end))
                .filter(LimitAnswers::isUsable);
    }

    private static Optional<Instant> moment(@Nullable String date) {
        try {
            return date == null
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A wait in seconds, as a number or as a text of one. Empty for what is none: a word, not a number, nothing, less than
     * nothing, more than {@link #WAIT_MAX}.
     */
    static Optional<Duration> seconds(@Nullable String stated) {
        try {
            double seconds = stated == null ? 0 : Double.parseDouble(stated.strip());
            return seconds > 0 && seconds <= WAIT_MAX.toSeconds()
                    ? Optional.of(Duration.ofMillis((long) Math.ceil(seconds * MS_PER_S)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isUsable(Duration wait) {
        return !wait.isNegative() && !wait.isZero() && wait.compareTo(WAIT_MAX) <= 0;
    }
}
