package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.SQLException;
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
    private volatile @Nullable Refusal refusal;

    Opening(Connector connector) {
        this.connector = connector;
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
            refusal = new Refusal(e, 2 * System.nanoTime() - start);
            throw e;
        }
    }
}
