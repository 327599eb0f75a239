package io.palyra.connectors.platform.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What time it is for the platform, as its answers and its messages say it: the machine's own clock may be wrong. Thread safe, never
 * blocks.
 */
public final class PlatformTime {

    /** More than clocks are wrong by that nobody notices, such as one in another time zone. */
    public static final Duration WRONG_MAX = Duration.ofDays(1);

    /** Times are stated to the second, and answers take theirs. */
    private static final Duration INEXACT = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private final Clock machine;
    private @Nullable Instant stated;
    private long statedAt;
    private @Nullable Instant newest;

    /**
     * @param nanos monotonic, as {@link System#nanoTime()}
     * @param machine may be wrong
     */
    public PlatformTime(LongSupplier nanos, Clock machine) {
        this.nanos = nanos;
        this.machine = machine;
    }

    /** @param date the header of an answer that has just come; one that cannot be read says nothing */
    public void answered(@Nullable String date) {
        if (date == null) {
            return;
        }
        Instant read;
        try {
            read = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return;
        }
        synchronized (this) {
            stated = read;
            statedAt = nanos.getAsLong();
        }
    }

    /**
     * Whether a message can be of that moment: not where it is far ahead of both the time that the platform states and the
     * machine's. The id of such a message is no position, as everything that is said from then on would lie before it. Nothing
     * is known of it where the platform states no time.
     */
    public synchronized boolean isPossible(Instant moment) {
        Instant latest = latest();
        return latest.equals(Instant.MAX) || !moment.isAfter(latest.plus(WRONG_MAX));
    }

    /**
     * Whether a message that is heard now can be of that moment: not where it is far behind both the time that the platform
     * states and the machine's. The id of such a message is no beginning, as everything that was said since then would lie
     * behind it. Nothing is known of it where the platform states no time.
     */
    public synchronized boolean isRecent(Instant moment) {
        Instant platform = isStated() ? now().orElse(Instant.MIN) : Instant.MIN;
        Instant earliest = platform.isBefore(machine.instant()) ? platform : machine.instant();
        return earliest.equals(Instant.MIN) || !moment.isBefore(earliest.minus(WRONG_MAX));
    }

    /** There is a message of that moment, or something else that the platform has dated. */
    public synchronized void seen(Instant moment) {
        Instant known = newest;
        if (known == null || moment.isAfter(known)) {
            newest = moment;
        }
    }

    /** Whether an answer has said the time; else it is that of the newest message. */
    public synchronized boolean isStated() {
        return stated != null;
    }

    /** Now, exact to a second; empty before anything was heard of the platform. */
    public synchronized Optional<Instant> now() {
        Instant last = stated;
        if (last != null) {
            return Optional.of(last.plusNanos(nanos.getAsLong() - statedAt));
        }
        return Optional.ofNullable(newest);
    }

    /**
     * The moment, or now where it is well ahead of both the time that the platform states and the machine's: what is said from now
     * on does not lie before it. Nothing is known of it where the platform states no time.
     */
    public synchronized Instant noLaterThanNow(Instant moment) {
        Instant latest = latest();
        return latest.equals(Instant.MAX) || !moment.isAfter(latest.plus(INEXACT)) ? moment : latest;
    }

    /** The end of time where the platform states none. */
    private Instant latest() {
        Instant platform = isStated() ? now().orElse(Instant.MAX) : Instant.MAX;
        return platform.isAfter(machine.instant()) ? platform : machine.instant();
    }

    /** How far the machine's clock is behind; negative where it is ahead, zero where that is not known. */
    public synchronized Duration ahead(Instant machineNow) {
        Optional<Instant> now = isStated() ? now() : Optional.empty();
        return now.map(time -> Duration.between(machineNow, time)).orElse(Duration.ZERO);
    }
}
