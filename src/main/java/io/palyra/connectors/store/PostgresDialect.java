package io.palyra.connectors.store;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL {@value #VERSION_MIN} or later, one process at a time. Who writes holds an advisory lock of the session that
 * writes: a process whose session has ended writes nothing more before it has the lock again.
 */
final class PostgresDialect implements Dialect {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDialect.class);

    static final String URL_PREFIX = "jdbc:postgresql:";

    static final int VERSION_MIN = 13;

    static final StatementTexts STATEMENTS =
            StatementTexts.of("postgresql", "messages.sql", "database.sql").withoutNul();

    /** A process that has just ended may still have its session. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(10);

    private static final Duration LOCK_INTERVAL = Duration.ofMillis(200);

    private final String url;
    private final @Nullable String username;
    private final @Nullable String password;
    private final String applicationName = "palyra-connectors/" + UlidCreator.getUlid();
    private final AtomicReference<Connection> claimed = new AtomicReference<>();

    /** The server's number of the session that writes; 0: none yet. */
    private volatile int session;

    /** @param url as the driver takes it, without user and password */
    PostgresDialect(String url, @Nullable String username, @Nullable String password) {
        this.url = url;
        this.username = username;
        this.password = password;
    }

    @Override
    public AutoCloseable claimPlace() {
        try {
            claimed.set(open());
        } catch (SQLException e) {
            throw PostgresTrouble.atStart(e);
        } catch (StoreUnavailableException e) {
            throw new StoreStartException("palyra.store.url: " + e.getMessage(), e);
        }
        return () -> closeQuietly(claimed.getAndSet(null));
    }

    /** The connection that claimed the place is the first that writes. */
    @Override
    public Connection openWriter() throws SQLException {
        Connection first = claimed.getAndSet(null);
        return first == null ? open() : first;
    }

    private Connection open() throws SQLException {
        Connection connection = dataSource().getConnection();
        try {
            PostgresTrouble.refuseOld(connection.getMetaData());
            Statements statements = new Statements(connection, STATEMENTS);
            PostgresTrouble.refuseUnfit(statements.one("fitness", PostgresDialect::fitness));
            endFormerSession(statements);
            take(statements);
            session = statements.one("session", row -> row.getInt(1));
            return connection;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    private static PostgresTrouble.Fitness fitness(ResultSet row) throws SQLException {
        return new PostgresTrouble.Fitness(
                row.getString("schema"),
                row.getString("encoding"),
                row.getBoolean("may_create"),
                row.getLong("tables"),
                row.getBoolean("is_ours"));
    }

    private void endFormerSession(Statements statements) {
        if (session != 0) {
            statements.query("end_session", row -> row.getBoolean(1), session, applicationName);
        }
    }

    private static void take(Statements statements) throws SQLException {
        long end = System.nanoTime() + LOCK_WAIT.toNanos();
        boolean told = false;
        while (!statements.one("take_store", row -> row.getBoolean(1))) {
            if (System.nanoTime() > end) {
                throw PostgresTrouble.inUse();
            }
            if (!told) {
                LOG.info(
                        "Another program has the store; waits up to {} s for the end of its session",
                        LOCK_WAIT.toSeconds());
                told = true;
            }
            try {
                Thread.sleep(LOCK_INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw PostgresTrouble.inUse();
            }
        }
    }

    @Override
    public boolean isTransient(SQLException failure) {
        return PostgresTrouble.isTransient(failure);
    }

    @Override
    public boolean wantsAnotherConnection(SQLException failure) {
        return PostgresTrouble.wantsAnotherConnection(failure);
    }

    @Override
    public boolean leavesDoubt(SQLException failure) {
        return PostgresTrouble.leavesDoubt(failure);
    }

    /** Of a session that has ended: this one has its lock. */
    @Override
    public Optional<Boolean> hasCommitted(Statements statements, String transactionId) {
        return statements
                .first("transaction_status", row -> row.getString(1), transactionId)
                .filter(status -> !status.equals("in progress"))
                .map("committed"::equals);
    }

    @Override
    public DataSource connections() {
        return dataSource();
    }

    @Override
    public DataSource readOnly() {
        PGSimpleDataSource dataSource = dataSource();
        dataSource.setReadOnly(true);
        dataSource.setReadOnlyMode("always");
        return dataSource;
    }

    @Override
    public ViewGate viewGate() {
        return new PostgresViewGate(connections());
    }

    @Override
    public String migrations() {
        return "classpath:io/palyra/connectors/store/migration/postgresql";
    }

    @Override
    public StatementTexts statements() {
        return STATEMENTS;
    }

    @Override
    public Asks asks(Statements statements) {
        return new AsksTogether(statements, STATEMENTS);
    }

    @Override
    public StatementText smallestWrite() {
        return STATEMENTS.get("smallest_write");
    }

    private PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setApplicationName(applicationName);
        dataSource.setTcpKeepAlive(true);
        if (username != null) {
            dataSource.setUser(username);
        }
        if (password != null) {
            dataSource.setPassword(password);
        }
        return dataSource;
    }

    private static void closeQuietly(@Nullable Connection connection) {
        try (Connection closing = connection) {
            // Nothing is left to do with it
        } catch (SQLException e) {
            // Its session ends with the connection all the same
        }
    }
}
