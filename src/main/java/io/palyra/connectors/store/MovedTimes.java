package io.palyra.connectors.store;

import io.palyra.connectors.time.ClockJump;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.Transaction;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the times in a database that several programs use were moved in all. After a jump one of them moves what all
 * have stored. It waits for what the others are committing, and none of them commits anything more before its own clock has
 * followed. For the writer thread.
 */
final class MovedTimes {

    private static final Logger LOG = LoggerFactory.getLogger(MovedTimes.class);

    private final SteadyClock clock;
    private final Optional<DatabaseTime> databaseTime;
    private long knownMs;

    MovedTimes(SteadyClock clock, Optional<DatabaseTime> databaseTime) {
        this.clock = clock;
        this.databaseTime = databaseTime;
    }

    /** This program's clock is as right as those of the others. */
    void start(Statements statements) {
        knownMs = stored(statements);
    }

    /** Whether another program has moved times before this transaction. */
    boolean areMoved(SqlTransaction transaction) {
        return transaction.movedMs().orElse(knownMs) != knownMs;
    }

    /**
     * Keeps the others from moving times, and from committing anything, until the end of this transaction.
     *
     * @return whether that is done; not where another program is about to move them
     */
    boolean take(Statements statements) {
        if (statements.query("take_moves", row -> row.getLong(1)).isEmpty()) {
            return false;
        }
        statements.query("wait_for_groups_of_others", row -> true);
        return true;
    }

    /** Whether another program has moved times since this one's clock has last followed. */
    boolean areMoved(Statements statements) {
        return stored(statements) != knownMs;
    }

    /** The times are moved in this transaction. */
    void move(Transaction transaction, long ms) {
        SqlTransaction.statements(transaction).update("count_move", ms);
        transaction.afterCommit(() -> knownMs += ms);
    }

    /** Has the clock follow; one that was set up after the jump has nothing to follow. */
    void follow(Statements statements) {
        databaseTime.ifPresent(time -> time.measure(statements));
        Optional<ClockJump> jump = clock.compare();
        jump.ifPresent(clock::follow);
        long moved = stored(statements);
        LOG.info(
                "The database's clock has jumped, and another program has moved what waits by {} ms; this one's clock"
                        + " follows by {} ms",
                moved - knownMs,
                jump.map(ClockJump::ms).orElse(0L));
        knownMs = moved;
    }

    private static long stored(Statements statements) {
        return statements.one("moved_ms", row -> row.getLong(1));
    }
}
