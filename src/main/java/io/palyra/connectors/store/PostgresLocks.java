package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The locks of the session that writes: on its node's name, and on the store, which the programs that run on it share and
 * which one has alone that changes the tables.
 */
final class PostgresLocks {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresLocks.class);

    /** A process that has just ended may still have its session. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** After the end of a lease, for what has to be done then. */
    private static final Duration OVERTIME = Duration.ofSeconds(3);

    private static final String NO_TABLE = "42P01";

    private final PostgresTrouble trouble;
    private final String place;

    /** @param place in messages */
    PostgresLocks(PostgresTrouble trouble, String place) {
        this.trouble = trouble;
        this.place = place;
    }

    /**
     * Waits until no other session has the name. One of a program that stands still, or is cut off, is ended once its lease is
     * over.
     *
     * @param isStart of the program; later the writer says why nothing is written
     * @throws StoreStartException where a program that bears it shows signs of life
     */
    void takeName(Statements statements, String name, boolean isStart) {
        Optional<SignOfLife> first = sign(statements, name);
        Duration left = first.map(SignOfLife::left).orElse(Duration.ZERO).plus(OVERTIME);
        await(
                isStart,
                "another program named " + name,
                () -> {
                    if (take(statements, "take_name", name)) {
                        return true;
                    }
                    sign(statements, name)
                            .filter(now -> now.left().isNegative() && now.hasNotMovedSince(first))
                            .ifPresent(now -> statements.query("end_session", row -> row.getBoolean(1), now.session()));
                    return false;
                },
                () -> sign(statements, name)
                                .filter(now -> now.hasNotMovedSince(first))
                                .isPresent()
                        ? left
                        : WAIT,
                trouble.sameName(name));
    }

    /** @return whether nobody else has the store */
    boolean takeStore(Statements statements, boolean alone, boolean isStart) {
        boolean[] taken = new boolean[1];
        await(
                isStart,
                "other programs on the store",
                () -> {
                    taken[0] = take(statements, "take_store_alone");
                    return taken[0] || !alone && take(statements, "share_store");
                },
                () -> WAIT,
                trouble.inUse());
        return taken[0];
    }

    /** Of who had the store alone. */
    void share(Statements statements) {
        take(statements, "share_store");
        take(statements, "let_others_share_store");
    }

    private void await(
            boolean isStart,
            String whom,
            BooleanSupplier taken,
            Supplier<Duration> atMost,
            StoreStartException refused) {
        long begin = System.nanoTime();
        boolean told = false;
        while (!taken.getAsBoolean()) {
            Duration most = atMost.get();
            if (System.nanoTime() - begin > Math.max(WAIT.toNanos(), most.toNanos())) {
                throw refused;
            }
            if (!told) {
                LOG.atLevel(isStart ? Level.WARN : Level.DEBUG)
                        .log("Waits for {} in {} to end, at least {} s", whom, place, WAIT.toSeconds());
                told = true;
            }
            try {
                Thread.sleep(INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw refused;
            }
        }
    }

    private static boolean take(Statements statements, String lock, Object... arguments) {
        return statements.one(lock, row -> row.getBoolean(1), arguments);
    }

    /** None where the store has no table of nodes yet. */
    private static Optional<SignOfLife> sign(Statements statements, String name) {
        try {
            return statements.first("sign_of_life", SignOfLife::of, name);
        } catch (StoreUnavailableException e) {
            if (e.getCause() instanceof SQLException failure && NO_TABLE.equals(failure.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** @param left of its lease */
    private record SignOfLife(long heartbeatUnixMs, Duration left, String session) {

        static SignOfLife of(ResultSet row) throws SQLException {
            return new SignOfLife(row.getLong(1), Duration.ofMillis(row.getLong(2)), String.valueOf(row.getString(3)));
        }

        boolean hasNotMovedSince(Optional<SignOfLife> before) {
            return before.isPresent() && before.get().heartbeatUnixMs() == heartbeatUnixMs;
        }
    }
}
