package io.palyra.connectors.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the settings write them: a whole number and a unit, {@code 250ms}, {@code 30s}, {@code 5m}, {@code 7d}. */
public final class Durations {

    /** The longest duration, so that its nanoseconds fit into a {@code long}. */
    public static final Duration MAX = Duration.ofDays(36_500);

    static final String ALLOWED = "a duration from 1ms to 36500d, such as 250ms, 30s, 5m, 12h or 7d";

    private static final Pattern FORM = Pattern.compile("(\\d{1,13})(ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads one duration; ISO-8601 ({@code PT30S}) is not understood.
     *
     * @throws IllegalArgumentException saying what is allowed, also for zero and for more than {@link #MAX}
     */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(ALLOWED);
        }
        Duration duration = unit(form.group(2)).multipliedBy(Long.parseLong(form.group(1)));
        return requirePositive(duration);
    }

    /**
     * Reads one duration from {@code min} to {@code max}.
     *
     * @throws IllegalArgumentException also where it is none
     */
    public static Duration parse(String text, Duration min, Duration max) {
        return require(parse(text), min, max, ALLOWED);
    }

    /** The duration itself, if it is from 1 ms to {@link #MAX}. */
    static Duration requirePositive(Duration duration) {
        return require(duration, Duration.ofMillis(1), ALLOWED);
    }

    /** The duration itself, if it is from {@code min} to {@link #MAX}. */
    static Duration require(Duration duration, Duration min, String allowed) {
        return require(duration, min, MAX, allowed);
    }

    private static Duration require(Duration duration, Duration min, Duration max, String allowed) {
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new IllegalArgumentException(allowed);
        }
        return duration;
    }

    private static Duration unit(String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
