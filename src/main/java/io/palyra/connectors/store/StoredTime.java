package io.palyra.connectors.store;

import io.palyra.connectors.time.ClockJump;
import io.palyra.connectors.time.Leap;
import io.palyra.connectors.time.Leaps;
import io.palyra.connectors.transaction.Transaction;
import java.time.Duration;
import java.util.List;
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

    private static final String SEEN_AT = "SELECT seen_at_unix_ms FROM store_clock";

    private static final String SEE = "UPDATE store_clock SET seen_at_unix_ms = ?";

    private static final String LEAPS = "SELECT * FROM clock_leaps ORDER BY at_unix_ms";

    private static final String FORGET_LEAPS = "DELETE FROM clock_leaps";

    private static final String REMEMBER_LEAP =
            "INSERT INTO clock_leaps (at_unix_ms, ms, believed_at_unix_ms) VALUES (?, ?, ?)";

    /** Waits, leases, and since when a lane is claimed; 1 as a beginning means that nobody knows. */
    private static final String MOVE_LANES = """
            UPDATE lanes
               SET due_at = due_at + ?1,
                   claimed_at = CASE WHEN owner IS NULL THEN claimed_at ELSE MAX(claimed_at + ?1, 1) END,
                   interrupted = CASE WHEN interrupted = 0 THEN 0 ELSE MAX(interrupted + ?1, 1) END
             WHERE due_at IS NOT NULL OR interrupted > 0""";

    /** A time of use in the future would keep an empty lane for as long. */
    private static final String USED_LATER = "UPDATE lanes SET used_at = ?1 WHERE used_at > ?1";

    private static final String MOVE_INBOUND = """
            UPDATE inbound INDEXED BY inbound_claimable SET next_attempt_unix_ms = next_attempt_unix_ms + ?
             WHERE claimable = 1 AND next_attempt_unix_ms IS NOT NULL""";

    private static final String MOVE_OUTBOUND = """
            UPDATE outbox INDEXED BY outbox_claimable SET next_attempt_unix_ms = next_attempt_unix_ms + ?
             WHERE claimable = 1 AND next_attempt_unix_ms IS NOT NULL""";

    private static final String MOVE_UNKNOWN = """
            UPDATE outbox INDEXED BY outbox_unknown SET unknown_since_unix_ms = MAX(unknown_since_unix_ms + ?, 1)
             WHERE state = 'unknown' AND unknown_since_unix_ms IS NOT NULL""";

    private static final String MOVE_LIMITS =
            "UPDATE rate_limits SET since_unix_ms = since_unix_ms + ?1, until_unix_ms = until_unix_ms + ?1";

    private static final List<String> MOVE_ACCESS = List.of(
            "UPDATE access_grants SET expires_at_unix_ms = expires_at_unix_ms + ? WHERE expires_at_unix_ms IS NOT NULL",
            "UPDATE access_requests SET expires_at_unix_ms = expires_at_unix_ms + ?",
            "UPDATE access_codes SET expires_at_unix_ms = expires_at_unix_ms + ?",
            "UPDATE access_wrong_codes SET at_unix_ms = at_unix_ms + ?",
            "UPDATE access_answers SET at_unix_ms = at_unix_ms + ?");

    private static final String CLAIMED_EARLIER = """
            UPDATE lanes
               SET claimed_at = MAX(claimed_at - ?1, 1),
                   interrupted = CASE WHEN interrupted = 0 THEN 0 ELSE MAX(interrupted - ?1, 1) END
             WHERE owner IS NOT NULL OR interrupted > 0""";

    private volatile Leaps leaps = Leaps.NONE;
    private long seenAt;

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
        leaps = new Leaps(statements.query(
                LEAPS,
                row -> new Leap(
                        row.getLong("at_unix_ms"),
                        row.getLong("ms"),
                        Statements.nullableLong(row, "believed_at_unix_ms"))));
        long lastSeen = statements.one(SEEN_AT, row -> row.getLong(1));
        ClockJump jump = null;
        if (lastSeen > now + TOLERANCE.toMillis()) {
            jump = new ClockJump(lastSeen, now);
            move(transaction, jump);
            statements.update(CLAIMED_EARLIER, UNKNOWN_DOWNTIME.toMillis());
            statements.update(MOVE_UNKNOWN, -UNKNOWN_DOWNTIME.toMillis());
        } else if (lastSeen > 0 && now - lastSeen > DOWNTIME_MAX.toMillis()) {
            remember(transaction, leaps.open(now).plus(new Leap(now, now - lastSeen, now + BELIEVED_AFTER.toMillis())));
        }
        see(statements, now);
        return jump;
    }

    /** Moves every time that is waited for, or since when something is not known, by what the clock has jumped. */
    void move(Transaction transaction, ClockJump jump) {
        Statements statements = SqlTransaction.statements(transaction);
        for (String move : List.of(MOVE_LANES, MOVE_INBOUND, MOVE_OUTBOUND, MOVE_UNKNOWN, MOVE_LIMITS)) {
            statements.update(move, jump.ms());
        }
        MOVE_ACCESS.forEach(move -> statements.update(move, jump.ms()));
        Leaps open = leaps.open(jump.beforeUnixMs());
        if (jump.ms() < 0) {
            statements.update(USED_LATER, jump.afterUnixMs());
            remember(transaction, open.back(-jump.ms()));
        } else {
            remember(transaction, open.plus(new Leap(jump.afterUnixMs(), jump.ms(), null)));
        }
        see(statements, jump.afterUnixMs());
    }

    private void remember(Transaction transaction, Leaps now) {
        Statements statements = SqlTransaction.statements(transaction);
        transaction.afterCommit(() -> leaps = now);
        statements.update(FORGET_LEAPS);
        now.leaps()
                .forEach(leap -> statements.update(REMEMBER_LEAP, leap.atUnixMs(), leap.ms(), leap.believedAtUnixMs()));
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
        statements.update(SEE, now);
        seenAt = now;
    }
}
