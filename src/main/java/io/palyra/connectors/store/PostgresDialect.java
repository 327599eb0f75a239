package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

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

    /** A server that does not answer the writer for so long, and does not hang up either, is taken for gone. */
    private static final Duration ANSWER_WAIT = Duration.ofMinutes(2);

    /** A read that takes longer is ended: by the server, and where that does not answer, here. */
    private static final Duration READ_MAX = Duration.ofSeconds(30);

    /** As long as SQLite waits for who has the file locked. */
    private static final Duration TABLE_LOCK_WAIT = Duration.ofSeconds(5);

    private static final Duration LOCK_INTERVAL = Duration.ofMillis(200);

    private final PostgresAddress address;
    private final @Nullable String username;
    private final @Nullable String password;
    private final PostgresTrouble trouble;
    private final AtomicReference<Connection> claimed = new AtomicReference<>();

    /** In which the store was found at the start; later ones go there too, whatever the server would give them. */
    private volatile @Nullable String schema;

    /** By which the server knows the session that writes; null: none yet. */
    private volatile @Nullable String session;

    /**
     * @param url as the driver takes it, without user and password
     * @throws StoreStartException where the driver does not take it
     */
    PostgresDialect(String url, @Nullable String username, @Nullable String password) {
        this.address = new PostgresAddress(url);
        this.username = username;
        this.password = password;
        this.trouble = new PostgresTrouble(address, username, password != null);
    }

    PostgresTrouble trouble() {
        return trouble;
    }

    @Override
    public AutoCloseable claimPlace() {
        try {
            claimed.set(openFirst());
        } catch (SQLException e) {
            throw trouble.atStart(e);
        } catch (StoreUnavailableException e) {
            throw e.getCause() instanceof SQLException failure
                    ? trouble.atStart(failure)
                    : new StoreStartException("palyra.store.url: " + e.getMessage(), e);
        }
        return () -> closeQuietly(claimed.getAndSet(null));
    }

    /** The connection that claimed the place is the first that writes. */
    @Override
    public Connection openWriter() throws SQLException {
        Connection first = claimed.getAndSet(null);
        if (first != null) {
            return first;
        }
        try {
            return open();
        } catch (StoreStartException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    private Connection openFirst() throws SQLException {
        Connection connection = open();
        try {
            trouble.refuseReadOnly(connection, new Statements(connection, STATEMENTS));
            return connection;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    private Connection open() throws SQLException {
        Connection connection = dataSource().getConnection();
        try {
            waitAtMost(connection, ANSWER_WAIT);
            PostgresPlace place = enterPlace(connection);
            trouble.refuseReader(place);
            Statements statements = new Statements(connection, STATEMENTS);
            endFormerSession(statements);
            take(statements, place);
            session = statements.one("session", row -> row.getString(1));
            return connection;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /** Finds the store, or the place for one. This connection and later ones are in its schema from now on. */
    PostgresPlace enterPlace(Connection connection) throws SQLException {
        trouble.refuseOld(connection.getMetaData());
        PostgresPlace place = trouble.place(new Statements(connection, STATEMENTS));
        schema = place.schema();
        enterSchema(connection);
        return place;
    }

    private void waitAtMost(Connection connection, Duration time) throws SQLException {
        if (!address.names(PGProperty.SOCKET_TIMEOUT)) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(time.toMillis()));
        }
    }

    /** Of this process, where its connection has broken and the server does not know yet. */
    private void endFormerSession(Statements statements) {
        String former = session;
        if (former != null) {
            statements.query("end_session", row -> row.getBoolean(1), former);
        }
    }

    private void take(Statements statements, PostgresPlace place) {
        long begin = System.nanoTime();
        boolean told = false;
        while (!statements.one("take_store", row -> row.getBoolean(1))) {
            if (System.nanoTime() - begin > LOCK_WAIT.toNanos()) {
                throw trouble.inUse();
            }
            if (!told) {
                // Once the store is open, the writer says why nothing is written
                LOG.atLevel(session == null ? Level.WARN : Level.DEBUG)
                        .log(
                                "Another session has the store in the schema {} of {}: waits up to {} s for the other"
                                        + " program's session to end",
                                place.schema(),
                                address.place(),
                                LOCK_WAIT.toSeconds());
                told = true;
            }
            try {
                Thread.sleep(LOCK_INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw trouble.inUse();
            }
        }
    }

    @Override
    public boolean isTransient(SQLException failure) {
        return PostgresFailures.isTransient(failure);
    }

    @Override
    public boolean wantsAnotherConnection(SQLException failure) {
        return PostgresFailures.wantsAnotherConnection(failure);
    }

    @Override
    public boolean leavesDoubt(SQLException failure) {
        return PostgresFailures.isBroken(failure);
    }

    @Override
    public String wayOut(SQLException failure) {
        return PostgresFailures.wayOut(failure);
    }

    @Override
    public Optional<String> wayOutAtStart(SQLException failure) {
        return Optional.of(PostgresFailures.wayOutAtStart(failure));
    }

    /** Of a session that has ended: this one has its lock. */
    @Override
    public boolean hasCommitted(Statements statements, String transactionId) {
        return statements.one("has_committed", row -> row.getBoolean(1), transactionId);
    }

    /** They do not wait for ever, and without a word, for who has a table locked. */
    @Override
    public DataSource connections() {
        return new PostgresConnections(address, username, password, connection -> {
            enterSchema(connection);
            new Statements(connection, STATEMENTS)
                    .one("wait_for_locks", row -> row.getString(1), TABLE_LOCK_WAIT.toMillis());
        });
    }

    /** So that a table that somebody has locked, or a server that is silent, does not keep every reader. */
    @Override
    public DataSource readers() {
        return new PostgresConnections(address, username, password, connection -> {
            enterSchema(connection);
            new Statements(connection, STATEMENTS).query("limit_reads", row -> true, READ_MAX.toMillis());
            waitAtMost(connection, READ_MAX.multipliedBy(2));
        });
    }

    @Override
    public DataSource readOnly() {
        PGSimpleDataSource dataSource = dataSource();
        dataSource.setReadOnly(true);
        dataSource.setReadOnlyMode("always");
        return dataSource;
    }

    @Override
    public ViewParser viewParser() {
        PGSimpleDataSource dataSource = dataSource();
        // The server then takes one statement at a time, whatever is in the text
        dataSource.setPreferQueryMode(PreferQueryMode.EXTENDED);
        return new PostgresViewParser(dataSource);
    }

    @Override
    public String name() {
        return address.place();
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
        return new PostgresConnections(address, username, password, this::enterSchema);
    }

    /** A schema of the user's name, made meanwhile, would come before the one that has the store. */
    private void enterSchema(Connection connection) throws SQLException {
        String known = schema;
        if (known != null) {
            connection.setSchema(known);
        }
    }

    private static void closeQuietly(@Nullable Connection connection) {
        try (Connection closing = connection) {
            // Nothing is left to do with it
        } catch (SQLException e) {
            // Its session ends with the connection all the same
        }
    }
}
