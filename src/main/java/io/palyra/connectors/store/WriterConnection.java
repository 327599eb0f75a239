package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one connection that writes; made anew after it has broken. For the writer thread, but for {@link #abort}. */
final class WriterConnection {

    private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

    private static final Set<Connection> KEPT_OPEN = ConcurrentHashMap.newKeySet();

    /** As {@link Dialect#asks}. */
    @FunctionalInterface
    interface Asking {
        Asks asks(Statements statements, boolean alone);
    }

    private final Opening opening;
    private final StatementTexts texts;
    private final Asking asks;
    private int opened;
    private volatile @Nullable Connection connection;
    private @Nullable Statements statements;

    /** @param connector opens it, and again after it has broken */
    WriterConnection(Opening.Connector connector, StatementTexts texts, Asking asks) {
        this.opening = new Opening(connector);
        this.texts = texts;
        this.asks = asks;
    }

    boolean isOpen() {
        return statements != null;
    }

    /** Opens the connection where it is not open. */
    Statements statements() throws SQLException {
        Statements current = statements;
        if (current == null) {
            Connection fresh = begun(opening.open());
            connection = fresh;
            opened++;
            current = new Statements(fresh, texts);
            statements = current;
        }
        return current;
    }

    private static Connection begun(Connection fresh) throws SQLException {
        try {
            fresh.setAutoCommit(false);
            return fresh;
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
    }

    /** @param alone whether it is of one work only */
    SqlTransaction begin(Statements connected, long now, boolean alone) {
        return new SqlTransaction(connected, asks.asks(connected, alone), now, opened);
    }

    /** Closes the connection where it has broken. */
    void rollback() {
        try {
            Connection current = connection;
            if (current != null) {
                current.rollback();
            }
        } catch (SQLException e) {
            LOG.debug("The writer reconnects after a failed rollback: {}", e.getMessage());
            close();
        }
    }

    void close() {
        try (Connection closing = connection) {
            statements = null;
            connection = null;
        } catch (SQLException e) {
            LOG.warn("The writer connection did not close: {}", e.getMessage());
        }
    }

    /** Whoever waits on it for an answer waits no more. */
    void abort() {
        Connection current = connection;
        if (current != null) {
            try {
                current.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The writer connection was not aborted: {}", e.getMessage());
            }
        }
    }

    /** It is never closed from now on, also at the end of the process. */
    void keepOpen() {
        Connection current = connection;
        if (current != null) {
            keepOpen(current);
        }
    }

    /** The same for any other: nobody refers to it any more, and it is not to be collected. */
    static void keepOpen(Connection abandoned) {
        KEPT_OPEN.add(abandoned);
    }
}
