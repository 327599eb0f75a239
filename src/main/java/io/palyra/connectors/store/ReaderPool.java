package io.palyra.connectors.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;

/** The connections that read. Thread safe. */
final class ReaderPool implements AutoCloseable {

    /** In use at once. */
    static final int SIZE = 4;

    /** For one that is in use, or for a database that is away. */
    static final Duration WAIT_MAX = Duration.ofSeconds(3);

    private final HikariDataSource pool;
    private final Duration waitMax;

    /** The pool does not tell before its time is over that the database is away: of several reads only the first waits. */
    private final Opening opening = new Opening(this::lend, failure -> !(failure instanceof AllInUseException));

    private static final class AllInUseException extends SQLTransientConnectionException {
        private static final long serialVersionUID = 1L;

        AllInUseException(Duration waited) {
            super(SIZE + " reads are running, and none ended within " + waited.toMillis() + " ms");
        }
    }

    ReaderPool(DataSource connections, Duration waitMax) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("palyra-store-readers");
        config.setDataSource(connections);
        config.setMaximumPoolSize(SIZE);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(waitMax.toMillis());
        this.pool = new HikariDataSource(config);
        this.waitMax = waitMax;
    }

    /** @throws SQLException why none could be opened, or that all are in use for too long */
    Connection take() throws SQLException {
        return opening.open();
    }

    private Connection lend() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw e.getCause() instanceof SQLException why ? why : new AllInUseException(waitMax);
        }
    }

    /** Whoever reads from now on does so on a new connection: those there are may lead to another server than before. */
    void renew() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        pool.close();
    }
}
