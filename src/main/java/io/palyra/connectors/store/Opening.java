package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections. A database that takes long to say no is not asked again for as long: whoever asks meanwhile hears it at
 * once. Thread safe.
 */
final class Opening {

    /** Opens a connection, however long that takes. */
    @FunctionalInterface
    interface Connector {
        Connection open() throws SQLException;
    }

    private record Refusal(SQLException failure, long untilNanos) {}

    private final Connector connector;
    private final Predicate<SQLException> isAway;
    private volatile @Nullable Refusal refusal;

    Opening(Connector connector) {
        this(connector, failure -> true);
    }

    /** @param isAway whether a failure says that the next one would fail too */
    Opening(Connector connector, Predicate<SQLException> isAway) {
        this.connector = connector;
        this.isAway = isAway;
    }

    Connection open() throws SQLException {
        Refusal last = refusal;
        if (last != null && System.nanoTime() - last.untilNanos() < 0) {
            throw last.failure();
        }
        long start = System.nanoTime();
        try {
            Connection fresh = connector.open();
            refusal = null;
            return fresh;
        } catch (SQLException e) {
            if (isAway.test(e)) {
                refusal = new Refusal(e, 2 * System.nanoTime() - start);
            }
            throw e;
        }
    }
}
