package io.palyra.connectors.discord;

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

    private final LongSupplier nanos;
    private @Nullable Instant stated;
    private long statedAt;
    private long newestId;

    /** @param nanos monotonic, as {@link System#nanoTime()} */
    PlatformTime(LongSupplier nanos) {
        this.nanos = nanos;
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
