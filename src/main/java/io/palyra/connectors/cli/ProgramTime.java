package io.palyra.connectors.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The time of the program that is asked: what it stores goes by another machine's clock than this one. */
final class ProgramTime extends Clock {

    /** An answer says whole seconds, and takes a while: a difference that small is none. */
    private static final Duration NO_DIFFERENCE = Duration.ofSeconds(2);

    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final Clock own;
    private Duration ahead = Duration.ZERO;
    private boolean isKnown;

    /** @param own that of this machine, which is shown until the program has answered */
    ProgramTime(Clock own) {
        this.own = own;
    }

    /** @param date the header {@code Date} of an answer; null where it has none */
    void learn(@Nullable String date) {
        if (date == null) {
            return;
        }
        try {
            Instant told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .plus(HALF_A_SECOND);
            Duration difference = Duration.between(own.instant(), told);
            ahead = difference.abs().compareTo(NO_DIFFERENCE) < 0 ? Duration.ZERO : difference;
            isKnown = true;
        } catch (DateTimeException e) {
            // Whatever stands between the program and the caller has put something else there
        }
    }

    /** Whether an answer has told it. */
    boolean isKnown() {
        return isKnown;
    }

    @Override
    public Instant instant() {
        return own.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return own.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(own.withZone(zone), ahead);
    }
}
