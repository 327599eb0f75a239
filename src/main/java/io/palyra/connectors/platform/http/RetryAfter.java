package io.palyra.connectors.platform.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how long an answer asks to wait. What makes no sense asks for nothing: the retry policy decides then. */
public final class RetryAfter {

    /** Nobody's limit lasts longer: what states more states nothing. */
    public static final Duration WAIT_MAX = Duration.ofDays(1);

    private static final String HEADER = "Retry-After";

    /** Header and body of one answer differ by less, as the header has whole seconds. */
    private static final Duration ROUNDED = Duration.ofSeconds(1);

    private static final double MS_PER_S = 1_000;

    private final Clock clock;

    /** @param clock for a moment in an answer that does not say what time it is */
    public RetryAfter(Clock clock) {
        this.clock = clock;
    }

    /** What the header {@code Retry-After} says, in seconds or as a moment. */
    public Optional<Duration> header(HttpAnswer answer) {
        String stated = answer.header(HEADER);
        return seconds(stated).or(() -> until(stated, answer.header("Date")));
    }

    /** A moment, by the clock of the one who wrote it. */
    private Optional<Duration> until(@Nullable String moment, @Nullable String now) {
        return moment(moment)
                .map(end -> Duration.between(moment(now).orElseGet(clock::instant), end))
                .filter(wait -> !wait.isNegative() && !wait.isZero() && wait.compareTo(WAIT_MAX) <= 0);
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
    public static Optional<Duration> seconds(@Nullable String stated) {
        try {
            double seconds = stated == null ? 0 : Double.parseDouble(stated.strip());
            return seconds > 0 && seconds <= WAIT_MAX.toSeconds()
                    ? Optional.of(Duration.ofMillis((long) Math.ceil(seconds * MS_PER_S)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * The wait of an answer that states two. The body has it exactly, the header in whole seconds; where they contradict each
     * other, the longer one.
     *
     * @return null where neither is stated
     */
    public static @Nullable Duration ofBoth(@Nullable Duration body, @Nullable Duration header) {
        if (body == null || header == null) {
            return body == null ? header : body;
        }
        return header.minus(body).compareTo(ROUNDED) > 0 ? header : body;
    }
}
