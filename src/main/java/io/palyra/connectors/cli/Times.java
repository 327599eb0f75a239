package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people say them. */
final class Times {

    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,6})([smhd])");

    private Times() {}

    /** {@code 3 s ago}, {@code in 5 min}; a dash where there is none. */
    static String relative(JsonNode unixMs, Clock clock) {
        if (!unixMs.isNumber()) {
            return "-";
        }
        long seconds = Math.round((clock.millis() - unixMs.asLong()) / 1000.0);
        return seconds < 0 ? "in " + amount(-seconds) : amount(seconds) + " ago";
    }

    /** The point in time, and how long ago that is; empty where there is none. */
    static String exact(JsonNode unixMs, Clock clock) {
        return unixMs.isNumber()
                ? Instant.ofEpochMilli(unixMs.asLong()).truncatedTo(ChronoUnit.SECONDS) + ", " + relative(unixMs, clock)
                : "";
    }

    /** {@code 5 min}; a dash where there is none. */
    static String span(JsonNode ms) {
        return ms.isNumber() ? amount(Math.round(ms.asLong() / 1000.0)) : "-";
    }

    private static String amount(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < Duration.ofHours(2).toSeconds()) {
            return seconds / 60 + " min";
        }
        return seconds < Duration.ofDays(2).toSeconds() ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /** {@code 8h} is eight hours. Milliseconds. */
    static final class Span implements ITypeConverter<Long> {

        @Override
        public Long convert(String text) {
            return length(AMOUNT.matcher(text))
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no length of time such as 30s, 10m, 8h or 30d"))
                    .toMillis();
        }
    }

    private static Optional<Duration> length(Matcher amount) {
        return amount.matches()
                ? Optional.of(Objects.requireNonNull(UNITS.get(amount.group(2)))
                        .multipliedBy(Long.parseLong(amount.group(1))))
                : Optional.empty();
    }

    /**
     * A point in time; or an age, which is counted by the program's clock.
     *
     * @param at null for an age
     * @param age null for a point
     */
    record Moment(@Nullable Instant at, @Nullable Duration age) {

        long unixMs(AdminApi api) {
            return at != null
                    ? at.toEpochMilli()
                    : api.now() - Objects.requireNonNull(age).toMillis();
        }
    }

    /** {@code 10m} is ten minutes ago; or a point in time as in ISO 8601. */
    static final class Point implements ITypeConverter<Moment> {

        @Override
        public Moment convert(String text) {
            Optional<Duration> ago = length(AMOUNT.matcher(text));
            if (ago.isPresent()) {
                return new Moment(null, ago.get());
            }
            try {
                return new Moment(Instant.parse(text), null);
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text
                        + "' is neither an age such as 10m, 2h or 7d nor a time such" + " as 2026-01-31T08:00:00Z");
            }
        }
    }
}
