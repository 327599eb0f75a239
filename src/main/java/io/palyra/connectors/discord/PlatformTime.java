package io.palyra.connectors.discord;

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
 * What time it is for Discord, as its answers and ids say it: the machine's own clock may be wrong. Thread safe, never
 * blocks.
 */
final class PlatformTime {

    /** More than clocks are wrong by that nobody notices, such as one in another time zone. */
    static final Duration WRONG_MAX = Duration.ofDays(1);

    private final LongSupplier nanos;
    private final Clock machine;
    private @Nullable Instant stated;
    private long statedAt;
    private long newestId;

    /**
     * @param nanos monotonic, as {@link System#nanoTime()}
     * @param machine may be wrong
     */
    PlatformTime(LongSupplier nanos, Clock machine) {
        this.nanos = nanos;
        this.machine = machine;
    }

    /** @param date the header of an answer that has just come; one that cannot be read says nothing */
    void answered(@Nullable String date) {
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
     * Whether Discord can have given the id: not where it is far ahead of both the time that Discord states and the machine's.
     * Such an id is no position, as everything that is said from then on would lie before it. Nothing is known of it where
     * Discord states no time.
     */
    synchronized boolean isPossible(String id) {
        Instant platform = isStated() ? now().orElse(Instant.MAX) : Instant.MAX;
        Instant latest = platform.isAfter(machine.instant()) ? platform : machine.instant();
        return latest.equals(Instant.MAX)
                || !Instant.ofEpochMilli(Snowflake.unixMs(id)).isAfter(latest.plus(WRONG_MAX));
    }

    /**
     * Whether a message that is heard now can have the id: not where it is far behind both the time that Discord states and
     * the machine's. Such an id is no beginning, as everything that was said since then would lie behind it. Nothing is known
     * of it where Discord states no time.
     */
    synchronized boolean isRecent(String id) {
        Instant platform = isStated() ? now().orElse(Instant.MIN) : Instant.MIN;
        Instant earliest = platform.isBefore(machine.instant()) ? platform : machine.instant();
        return earliest.equals(Instant.MIN)
                || !Instant.ofEpochMilli(Snowflake.unixMs(id)).isBefore(earliest.minus(WRONG_MAX));
    }

    /** A message, a channel or a guild exists. */
    synchronized void seen(String id) {
        long number = Long.parseUnsignedLong(id);
        if (Long.compareUnsigned(number, newestId) > 0) {
            newestId = number;
        }
    }

    /** Whether an answer has said the time; else it is that of the newest id. */
    synchronized boolean isStated() {
        return stated != null;
    }

    /** Now, exact to a second; empty before anything was heard of Discord. */
    synchronized Optional<Instant> now() {
        Instant last = stated;
        if (last != null) {
            return Optional.of(last.plusNanos(nanos.getAsLong() - statedAt));
        }
        return newestId == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(Snowflake.unixMs(Long.toUnsignedString(newestId))));
    }

    /** How far the machine's clock is behind; negative where it is ahead, zero where that is not known. */
    synchronized Duration ahead(Instant machineNow) {
        Optional<Instant> now = isStated() ? now() : Optional.empty();
        return now.map(time -> Duration.between(machineNow, time)).orElse(Duration.ZERO);
    }
}
