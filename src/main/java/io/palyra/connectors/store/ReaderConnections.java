package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that read: opened when somebody reads, and kept for the next one. Who finds all of them in use waits a moment;
 * who needs a new one while the database is away hears so at once. Thread safe.
 */
final class ReaderConnections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReaderConnections.class);

    /** In use at once. */
    static final int IN_USE_MAX = 4;

    private final Opening opening;
    private final StatementTexts texts;
    private final boolean keeps;
    private final Duration waitMax;
    private final Semaphore places = new Semaphore(IN_USE_MAX, true);
    private final Deque<Lent> kept = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /**
     * @param keeps false: each is closed after it was used
     * @param waitMax for one that is in use
     */
    ReaderConnections(Opening.Connector connector, StatementTexts texts, boolean keeps, Duration waitMax) {
        this.opening = new Opening(connector);
        this.texts = texts;
        this.keeps = keeps;
        this.waitMax = waitMax;
    }

    /** One connection while somebody reads; to be given back or dropped. */
    final class Lent {

        private final Connection connection;
        private final Statements statements;
        private boolean used;

        private Lent(Connection connection) {
            this.connection = connection;
            this.statements = new Statements(connection, texts);
        }

        Statements statements() {
            return statements;
        }

        /** Whether somebody has read on it before, so that it may have broken since. */
        boolean wasKept() {
            return used;
        }

        void giveBack() {
            used = true;
            if (keeps && !closed) {
                kept.addFirst(this);
            } else {
                close();
            }
            places.release();
            if (closed) {
                closeKept();
            }
        }

        /** Nobody reads on it any more. */
        void drop() {
            close();
            places.release();
        }

        private void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("A connection that reads did not close: {}", e.getMessage());
            }
        }
    }

    /** @throws SQLException also where all are in use for too long */
    Lent take() throws SQLException {
        waitForPlace();
        try {
            if (closed) {
                throw new SQLException("the store is closed");
            }
            Lent last = kept.pollFirst();
            return last == null ? new Lent(opening.open()) : last;
        } catch (SQLException | RuntimeException e) {
            places.release();
            throw e;
        }
    }

    private void waitForPlace() throws SQLException {
        try {
            if (!places.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(
                        IN_USE_MAX + " reads are running, and none ended within " + waitMax.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection", e);
        }
    }

    /** Whoever reads from now on does so on a new connection: those that are kept may have broken, or lead elsewhere. */
    void closeKept() {
        for (@Nullable Lent next = kept.pollFirst(); next != null; next = kept.pollFirst()) {
            next.close();
        }
    }

    /** Who reads at the moment goes on. */
    @Override
    public void close() {
        closed = true;
        closeKept();
    }
}
