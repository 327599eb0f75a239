package io.palyra.connectors.discord;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The brake on gateway sessions. Discord lets a bot identify 1,000 times a day, and resets its token beyond that; a gateway that
 * drops each session right away would use them up in hours. So a session that did not last is followed by a wait, twice as
 * long each time, and the last of the day's sessions are not touched. Outlives sessions, and by a {@link StartRecord} the
 * program; knows monotonic time otherwise. Thread safe, never blocks.
 *
 * @see <a href="https://docs.discord.com/developers/events/gateway#get-gateway-bot">Discord: Get Gateway Bot</a>
 */
final class SessionStarts {

    /** A session that lasted so long is no reason to wait before the next one. */
    static final Duration LASTING = Duration.ofMinutes(5);

    /** Discord takes one IDENTIFY in so long, where {@code max_concurrency} is 1. */
    static final Duration SPACING = Duration.ofSeconds(5);

    static final Duration WAIT_MAX = Duration.ofMinutes(10);

    /** Discord is asked at least so often whether there are sessions again. */
    static final Duration ASK_AGAIN = Duration.ofMinutes(15);

    /** This part of the day's sessions is kept for what else uses the token: 50 of 1,000. */
    private static final int KEPT_BACK_DIVISOR = 20;

    private static final int DOUBLINGS_MAX = 10;

    /**
     * What Discord says of today.
     *
     * @param resetAfter until there are {@code total} again
     */
    record Limit(int total, int remaining, Duration resetAfter) {

        int keptBack() {
            return total / KEPT_BACK_DIVISOR;
        }
    }

    /** Why a session is not opened yet. */
    record Hold(String reason, long untilNanos) {}

    private final LongSupplier nanoTime;
    private @Nullable Long startedAt;
    private @Nullable Long readyAt;
    private boolean endedByUs;
    private int shortLived;
    private @Nullable Limit limit;
    private long limitAskedAt;
    private @Nullable Hold hold;
    private @Nullable StartRecord record;

    SessionStarts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Where the sessions are recorded from now on.
     *
     * @param last the one of a program that vanished with it; looked at before the first session of this one only
     */
    synchronized void recordedBy(StartRecord newRecord, Optional<StartRecord.Last> last) {
        record = newRecord;
        if (startedAt == null && last.isPresent() && last.get().ago().compareTo(LASTING) < 0) {
            startedAt = nanoTime.getAsLong() - last.get().ago().toNanos();
            shortLived = last.get().shortLived();
        }
    }

    /** The session before, if there was one, is over, and another is wanted: how long to wait first. */
    synchronized Duration wanted() {
        Long started = startedAt;
        if (started == null) {
            return Duration.ZERO;
        }
        long now = nanoTime.getAsLong();
        Long ready = readyAt;
        if (ready != null && now - ready >= LASTING.toNanos()) {
            shortLived = 0;
        } else if (!endedByUs) {
            shortLived++;
        }
        Duration spacing = SPACING.minusNanos(now - started);
        Duration doubled =
                shortLived <= 1 ? Duration.ZERO : SPACING.multipliedBy(1L << Math.min(shortLived - 1, DOUBLINGS_MAX));
        Duration wait = shorter(WAIT_MAX, longer(spacing, doubled));
        if (shortLived > 1) {
            hold(shortLived + " gateway sessions in a row did not last " + LASTING.toMinutes() + " minutes", wait);
        }
        return wait;
    }

    /** What Discord says before a session is begun: how long to wait before asking again; zero to begin. */
    synchronized Duration allowed(Limit stated) {
        limit = stated;
        limitAskedAt = nanoTime.getAsLong();
        if (stated.remaining() > stated.keptBack()) {
            return Duration.ZERO;
        }
        Duration wait = longer(SPACING, shorter(ASK_AGAIN, stated.resetAfter()));
        hold(
                "Discord allows " + stated.total() + " gateway sessions a day; " + stated.remaining()
                        + " are left, the last " + stated.keptBack() + " are not used, and there are more in "
                        + stated.resetAfter().toMinutes() + " minutes",
                wait);
        return wait;
    }

    /** A session is begun now. */
    synchronized void started() {
        startedAt = nanoTime.getAsLong();
        readyAt = null;
        endedByUs = false;
        hold = null;
        if (record != null) {
            record.began(shortLived);
        }
        Limit known = limit;
        if (known != null && known.remaining() > 0) {
            limit = new Limit(known.total(), known.remaining() - 1, known.resetAfter());
        }
    }

    synchronized void ready() {
        readyAt = nanoTime.getAsLong();
    }

    /** The session is closed from here, and not because it was lost. */
    synchronized void closing() {
        endedByUs = readyAt != null;
        if (endedByUs && record != null) {
            record.closed();
        }
    }

    private void hold(String reason, Duration wait) {
        hold = new Hold(reason, nanoTime.getAsLong() + wait.toNanos());
    }

    /** Why no session is opened at present; empty where nothing is in its way. */
    synchronized Optional<String> held() {
        return Optional.ofNullable(hold).map(Hold::reason);
    }

    /**
     * For operators.
     *
     * @param unixMs now
     */
    synchronized Map<String, Object> view(long unixMs) {
        long now = nanoTime.getAsLong();
        Map<String, Object> view = new LinkedHashMap<>();
        Limit known = limit;
        if (known != null) {
            Duration toReset = known.resetAfter().minusNanos(now - limitAskedAt);
            view.put("starts_left_today", toReset.isNegative() ? known.total() : known.remaining());
            view.put("starts_a_day", known.total());
            view.put("starts_reset_unix_ms", unixMs + Math.max(0, toReset.toMillis()));
        }
        view.put("short_lived_in_a_row", shortLived);
        Hold held = hold;
        if (held != null) {
            view.put(
                    "next_start_unix_ms",
                    unixMs
                            + Math.max(
                                    0, Duration.ofNanos(held.untilNanos() - now).toMillis()));
            view.put("waits_because", held.reason());
        }
        return view;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
