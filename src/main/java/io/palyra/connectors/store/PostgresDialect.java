package io.palyra.connectors.store;

import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.cluster.Topic;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * PostgreSQL {@value #VERSION_MIN} or later. The session that writes holds advisory locks ({@link PostgresLocks}) and stands
 * for a node ({@link PostgresNode}): a process whose session has ended writes nothing more before it has both again.
 */
final class PostgresDialect implements Dialect {

    static final String URL_PREFIX = "jdbc:postgresql:";

    static final int VERSION_MIN = 13;

    static final StatementTexts STATEMENTS = StatementTexts.of(
                    "postgresql", "messages.sql", "database.sql", "nodes.sql")
            .withoutNul();

    /** A server that does not answer the writer for so long, and does not hang up either, is taken for gone. */
    private static final Duration ANSWER_WAIT = Duration.ofMinutes(2);

    /** A read that takes longer is ended: by the server, and where that does not answer, here. */
    private static final Duration READ_MAX = Duration.ofSeconds(30);

    /** As long as SQLite waits for who has the file locked. */
    private static final Duration TABLE_LOCK_WAIT = Duration.ofSeconds(5);

    /** Rows of a report that are read at once. */
    private static final int REPORT_ROWS = 100;

    private final PostgresAddress address;
    private final @Nullable String username;
    private final @Nullable String password;
    private final PostgresTrouble trouble;
    private final PostgresLocks locks;

    /** Empty where the store is to be had alone, by whom is no node. */
    private final Optional<PostgresNode> node;

    private final AtomicReference<Connection> claimed = new AtomicReference<>();

    /** In which the store was found at the start; later ones go there too, whatever the server would give them. */
    private volatile @Nullable String schema;

    /** By which the server knows the session that writes; null: none yet. */
    private volatile @Nullable String session;

    /** That it was opened with; null: not yet. */
    private volatile @Nullable String schemaVersion;

    /** That the schema is another one meanwhile; null where it is not. */
    private volatile @Nullable String otherSchema;

    private volatile boolean isShared;
    private volatile boolean isUpToDate;

    /** Nobody else has the store while this has claimed it. */
    PostgresDialect(String url, @Nullable String username, @Nullable String password) {
        this(url, username, password, Optional.empty());
    }

    /** One of those who share the store. */
    PostgresDialect(String url, @Nullable String username, @Nullable String password, NodeIdentity node) {
        this(url, username, password, Optional.of(new PostgresNode(node)));
    }

    /**
     * @param url as the driver takes it, without user and password
     * @throws StoreStartException where the driver does not take it
     */
    private PostgresDialect(
            String url, @Nullable String username, @Nullable String password, Optional<PostgresNode> node) {
        this.address = new PostgresAddress(url);
        this.username = username;
        this.password = password;
        this.node = node;
        this.trouble = new PostgresTrouble(address, username, password != null);
        this.locks = new PostgresLocks(trouble, address.place());
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
        return this::giveUpPlace;
    }

    private void giveUpPlace() throws IOException {
        closeQuietly(claimed.getAndSet(null));
        if (node.isPresent()) {
            node.get().close();
        }
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
            Statements statements = new Statements(connection, STATEMENTS);
            trouble.refuseReadOnly(connection, statements);
            trouble.warnWhereNotDurable(statements);
            return connection;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    @Override
    public void beforeMigration() {
        if (isShared) {
            throw trouble.olderNodes();
        }
    }

    /** From now on others may have it too. */
    @Override
    public void upToDate() throws SQLException {
        Connection connection = Objects.requireNonNull(claimed.get(), "the place is claimed");
        schemaVersion = schemaVersion(new Statements(connection, STATEMENTS));
        isUpToDate = true;
        share(connection);
    }

    private static String schemaVersion(Statements statements) {
        return statements.one("schema_version", row -> row.getString(1));
    }

    /** Another program may have brought it up to date while the database was away from this one. */
    private void refuseOtherSchema(Statements statements) {
        String own = String.valueOf(schemaVersion);
        String stored = schemaVersion(statements);
        if (!own.equals(stored)) {
            StoreStartException refused = trouble.otherSchema(stored, own);
            otherSchema = refused.getMessage();
            throw refused;
        }
    }

    @Override
    public boolean isInPlace() {
        return otherSchema == null;
    }

    @Override
    public Optional<String> harm() {
        return Optional.ofNullable(otherSchema);
    }

    private void share(Connection connection) throws SQLException {
        if (node.isEmpty()) {
            return;
        }
        Statements statements = new Statements(connection, STATEMENTS);
        if (!isShared) {
            locks.share(statements);
            isShared = true;
        }
        node.get().connected(connection, statements, String.valueOf(session));
    }

    private Connection open() throws SQLException {
        PGSimpleDataSource source = dataSource();
        // What is closed is forgotten by the server, too
        source.setPreparedStatementCacheQueries(0);
        // What no group asks is planned anew each time: the tables may have grown since
        source.setPrepareThreshold(0);
        Connection connection = source.getConnection();
        try {
            waitAtMost(connection, ANSWER_WAIT);
            PostgresPlace place = enterPlace(connection);
            trouble.refuseReader(place);
            Statements statements = new Statements(connection, STATEMENTS);
            endFormerSession(statements);
            node.ifPresent(named -> locks.takeName(statements, named.identity().name(), session == null));
            isShared = !locks.takeStore(statements, node.isEmpty(), session == null);
            session = statements.one("session", row -> row.getString(1));
            if (isUpToDate) {
                refuseOtherSchema(statements);
                share(connection);
            }
            statements.query("keep_to_indexes", row -> row.getString(1));
            return connection;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /** Finds the store, or the place for one. This connection and later ones are in its schema from now on. */
    PostgresPlace enterPlace(Connection connection) throws SQLException {
        trouble.refuseOld(connection.getMetaData());
        if (session == null && PoolerCheck.sharesSessions(connection, dataSource())) {
            throw trouble.sharedSessions();
        }
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
    public Optional<String> damage(SQLException failure) {
        return PostgresFailures.damage(address.place(), failure);
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
    public boolean hasCommitted(Statements statements, GroupId group) {
        return statements.one("has_committed", row -> row.getBoolean(1), group.nodeId(), group.number());
    }

    @Override
    public Optional<SqlClusterStore> cluster(Reader reader) {
        return node.map(one -> new SqlClusterStore(
                one, reader, new PostgresTopics(() -> readers().getConnection())));
    }

    @Override
    public void leave(long now) throws SQLException {
        String known = node.flatMap(PostgresNode::id).orElse(null);
        if (known == null) {
            return;
        }
        try (Connection connection = connections().getConnection()) {
            Statements statements = new Statements(connection, STATEMENTS);
            statements.update("remove_node", known);
            statements.update("disown_lost");
            statements.update("recover_lanes", now);
            statements.query("tell_node", row -> true, Topic.NODES.name());
        }
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
        return readOnly(this::enterSchema);
    }

    private PGSimpleDataSource readOnly(PostgresConnections.Preparation preparation) {
        PGSimpleDataSource dataSource = new PostgresConnections(address, username, password, preparation);
        dataSource.setReadOnly(true);
        dataSource.setReadOnlyMode("always");
        return dataSource;
    }

    @Override
    public DataSource reports() {
        PGSimpleDataSource dataSource = readOnly(connection -> {
            enterSchema(connection);
            // Without a transaction the driver reads a whole result before it gives the first row
            connection.setAutoCommit(false);
        });
        dataSource.setDefaultRowFetchSize(REPORT_ROWS);
        dataSource.setMaxResultBuffer(String.valueOf(StoreViews.PART_MAX));
        // What fails does not end the transaction
        dataSource.setAutosave(AutoSave.ALWAYS);
        return dataSource;
    }

    @Override
    public boolean isTooLarge(SQLException failure) {
        return PostgresFailures.isTooLarge(failure);
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
    public Asks asks(Statements statements, boolean alone) {
        return new AsksTogether(statements, STATEMENTS, node, address.keptFrom(), alone);
    }

    @Override
    public EventRows eventRows() {
        return new SharedEventRows();
    }

    @Override
    public MessageIndex messageIndex() {
        return new IndexOfEvents();
    }

    @Override
    public StatementText smallestWrite() {
        return STATEMENTS.get("smallest_write");
    }

    @Override
    public Optional<StatementText> clock() {
        return Optional.of(STATEMENTS.get("clock"));
    }

    @Override
    public boolean isShared() {
        return true;
    }

    private PGSimpleDataSource dataSource() {
        return new PostgresConnections(address, username, password, this::enterSchema);
    }

    /** A schema of the user's name, made meanwhile, would come before the one that has the store. */
    private void enterSchema(Connection connection) throws SQLException {
        String known = schema;
        if (known != null) {
            connection.setSchema(known);
            new Statements(connection, STATEMENTS).query("keep_session", row -> true);
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
