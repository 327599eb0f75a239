package io.palyra.connectors.store;

import io.palyra.connectors.time.ClockJump;
import io.palyra.connectors.time.Leap;
import io.palyra.connectors.time.Leaps;
import io.palyra.connectors.transaction.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows of time: the latest it has seen, and by how much the clock has leapt. After a jump everything that
 * waits keeps the length it had left, and retention counts only time that has passed. Its methods run on the writer
 * thread, but for {@link #before}.
 */
final class StoredTime {

    /** How old the latest time seen can be after a kill, while something is written. */
    static final Duration SEEN_INTERVAL = Duration.ofSeconds(5);

    /** A program that did not run for longer may also have found a clock that is wrong. */
    static final Duration DOWNTIME_MAX = Duration.ofHours(1);

    /** A clock that is not put back for so long, while the program runs, was right. */
    static final Duration BELIEVED_AFTER = Duration.ofDays(3);

    /** Clocks of machines differ by that, and a start takes that. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** After a start with a clock that went back nobody knows how long it was down. */
    private static final Duration UNKNOWN_DOWNTIME = Duration.ofDays(1);

    /** Each by so many milliseconds. */
    private static final List<String> MOVES = List.of(
            "move_lanes",
            "move_waits.inbound",
            "move_waits.outbox",
            "move_unknown",
            "move_rate_limits",
            "move_ends_of_approvals",
            "move_ends_of_access_grants",
            "move_ends_of_access.access_requests",
            "move_ends_of_access.access_codes",
            "move_times_of_access.access_wrong_codes",
            "move_times_of_access.access_answers");

    private final Optional<MovedTimes> moved;
    private volatile Leaps leaps = Leaps.NONE;
    private long seenAt;

    /** @param moved where other programs move times, too */
    StoredTime(Optional<MovedTimes> moved) {
        this.moved = moved;
    }

    /** Stamps before this time are older than the age. */
    long before(long now, Duration age) {
        return leaps.before(now, age);
    }

    /**
     * Compares the clock with the latest time that the last process has seen.
     *
     * @return the jump back that was put right, or null
     */
    @Nullable
    ClockJump start(Transaction transaction, long now) {
        Statements statements = SqlTransaction.statements(transaction);
        moved.ifPresent(times -> times.start(statements));
        read(statements);
        long lastSeen = statements.one("time_seen", row -> row.getLong(1));
        ClockJump jump = null;
        if (lastSeen > now + TOLERANCE.toMillis()) {
            jump = new ClockJump(lastSeen, now);
            if (!move(transaction, jump)) {
                return null;
            }
            statements.update("lanes_claimed_earlier", UNKNOWN_DOWNTIME.toMillis());
            statements.update("move_unknown", -UNKNOWN_DOWNTIME.toMillis());
        } else if (lastSeen > 0 && now - lastSeen > DOWNTIME_MAX.toMillis()) {
            remember(transaction, leaps.open(now).plus(new Leap(now, now - lastSeen, now + BELIEVED_AFTER.toMillis())));
        }
        see(statements, now);
        return jump;
    }

    private void read(Statements statements) {
        leaps = new Leaps(statements.query(
                "clock_leaps",
                row -> new Leap(
                        row.getLong("at_unix_ms"),
                        row.getLong("ms"),
                        Statements.nullableLong(row, "believed_at_unix_ms"))));
    }

    /**
     * Moves every time that is waited for, or since when something is not known, by what the clock has jumped.
     *
     * @return whether that is done; not where another program is about to do so
     */
    boolean move(Transaction transaction, ClockJump jump) {
        Statements statements = SqlTransaction.statements(transaction);
        if (moved.isPresent() && !take(moved.get(), transaction, jump)) {
            return false;
        }
        MOVES.forEach(move -> statements.update(move, jump.ms()));
        Leaps open = leaps.open(jump.beforeUnixMs());
        if (jump.ms() < 0) {
            statements.update("lanes_used_later", jump.afterUnixMs());
            remember(transaction, open.back(-jump.ms()));
        } else {
            remember(transaction, open.plus(new Leap(jump.afterUnixMs(), jump.ms(), null)));
        }
        statements.update("set_time_seen", jump.afterUnixMs());
        seenAt = jump.afterUnixMs();
        return true;
    }

    private boolean take(MovedTimes times, Transaction transaction, ClockJump jump) {
        Statements statements = SqlTransaction.statements(transaction);
        if (!times.take(statements)) {
            return false;
        }
        if (times.areMoved(statements)) {
            throw follow(times, statements);
        }
        times.move(transaction, jump.ms());
        return true;
    }

    /** @throws TimesMovedException where another program has moved times: this one follows, and its works are run again */
    void check(SqlTransaction transaction) {
        if (moved.isPresent() && moved.get().areMoved(transaction)) {
            throw follow(moved.get(), SqlTransaction.statements(transaction));
        }
    }

    private TimesMovedException follow(MovedTimes times, Statements statements) {
        times.follow(statements);
        read(statements);
        seenAt = 0;
        return new TimesMovedException();
    }

    private void remember(Transaction transaction, Leaps now) {
        Statements statements = SqlTransaction.statements(transaction);
        transaction.afterCommit(() -> leaps = now);
        statements.update("forget_clock_leaps");
        now.leaps()
                .forEach(leap ->
                        statements.update("remember_clock_leap", leap.atUnixMs(), leap.ms(), leap.believedAtUnixMs()));
    }

    /**
     * Takes part in a commit now and then.
     *
     * @return whether it did
     */
    boolean pass(Statements statements, long now) {
        if (now - seenAt < SEEN_INTERVAL.toMillis()) {
            return false;
        }
        see(statements, now);
        return true;
    }

    void see(Statements statements, long now) {
        statements.update("see_time", now);
        seenAt = now;
    }
}
