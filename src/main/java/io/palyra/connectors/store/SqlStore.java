package io.palyra.connectors.store;

import io.palyra.connectors.access.AccessStore;
import io.palyra.connectors.approvals.ApprovalStore;
import io.palyra.connectors.cluster.ClusterStore;
import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventReaders;
import io.palyra.connectors.events.EventSearch;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.jobs.JobStore;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.Lookups;
import io.palyra.connectors.lane.storage.QueueSurvey;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.OutboxSurvey;
import io.palyra.connectors.outbox.RateLimitStore;
import io.palyra.connectors.retention.RetentionStore;
import io.palyra.connectors.session.SessionStore;
import io.palyra.connectors.statistics.StatisticsStore;
import io.palyra.connectors.supervisor.CursorRows;
import io.palyra.connectors.supervisor.InstanceStore;
import io.palyra.connectors.time.ClockJump;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * The connector store: one writer with group commit, a few readers beside it. Opening it takes the place for this
 * process and brings the schema up to date; what a dead process had claimed becomes due at once.
 */
public final class SqlStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqlStore.class);

    private static final long LOOK_S = 1;

    private final AutoCloseable place;
    private final ReaderPool readers;
    private final GroupCommit writer;
    private final Reader reader;
    private final Optional<SqlClusterStore> cluster;
    private final Dialect dialect;
    private final SteadyClock clock;
    private final Optional<DatabaseTime> databaseTime;
    private final Optional<BlockWriter> indexer;
    private final @Nullable MigrationVersion before;
    private final StoredTime time;
    private final List<StoreViews> views = new CopyOnWriteArrayList<>();
    private @Nullable ClockJump jumpAtStart;

    private SqlStore(
            AutoCloseable place,
            ReaderPool readers,
            GroupCommit writer,
            Dialect dialect,
            SteadyClock clock,
            Optional<DatabaseTime> databaseTime,
            @Nullable MigrationVersion before) {
        this.before = before;
        this.place = place;
        this.readers = readers;
        this.writer = writer;
        this.reader = new Reader(readers::take, dialect.statements(), dialect, writer.watch());
        this.cluster = dialect.cluster(reader);
        this.indexer = dialect.indexer(reader, writer);
        this.dialect = dialect;
        this.clock = clock;
        this.databaseTime = databaseTime;
        this.time = new StoredTime(
                dialect.isShared() ? Optional.of(new MovedTimes(clock, databaseTime)) : Optional.empty());
    }

    /**
     * Opens a SQLite store.
     *
     * @param url {@code jdbc:sqlite:<file>}; the folder is created
     * @param syncEveryCommit whether a commit survives a power loss, not only the end of the process
     * @throws StoreStartException saying what is wrong and the way out
     */
    public static SqlStore openSqlite(String url, boolean syncEveryCommit, SteadyClock clock) {
        return open(
                new SqliteDialect(
                        url, syncEveryCommit ? SQLiteConfig.SynchronousMode.FULL : SQLiteConfig.SynchronousMode.NORMAL),
                clock);
    }

    /**
     * Opens a PostgreSQL store.
     *
     * @param url as the driver takes it, without user and password
     * @param username null for the operating system's
     * @param password the password itself; null where the server asks for none
     * @param node who shares the store with others
     * @param clock goes by the server's from now on, where it is the machine's
     * @throws StoreStartException saying what is wrong and the way out
     */
    public static SqlStore openPostgres(
            String url, @Nullable String username, @Nullable String password, NodeIdentity node, SteadyClock clock) {
        return open(new PostgresDialect(url, username, password, node), clock);
    }

    /** Whether a URL is for {@link #openPostgres}. */
    public static boolean isPostgres(String url) {
        return url.startsWith(PostgresDialect.URL_PREFIX);
    }

    /** Opens a store of any database. */
    static SqlStore open(Dialect dialect, SteadyClock clock) {
        AutoCloseable place;
        try {
            place = dialect.claimPlace();
        } catch (IOException e) {
            throw new StoreStartException("palyra.store.url: the store cannot be opened: " + e.getMessage(), e);
        }
        try {
            MigrationVersion before = Migrations.apply(dialect);
            dialect.upToDate();
            ReaderPool readers = new ReaderPool(dialect.readers(), ReaderPool.WAIT_MAX);
            GroupCommit writer = new GroupCommit(
                    new WriterConnection(() -> openWriter(dialect, readers), dialect.statements(), dialect::asks),
                    dialect,
                    dialect,
                    clock);
            Optional<DatabaseTime> databaseTime = DatabaseTime.keep(
                    dialect, new Reader(readers::take, dialect.statements(), dialect, writer.watch()), clock);
            SqlStore store = new SqlStore(place, readers, writer, dialect, clock, databaseTime, before);
            writer.start();
            store.takeOver();
            databaseTime.ifPresent(DatabaseTime::start);
            store.indexer.ifPresent(BlockWriter::start);
            return store;
        } catch (StoreStartException e) {
            closeQuietly(place);
            throw e;
        } catch (RuntimeException | SQLException e) {
            closeQuietly(place);
            throw StartTrouble.of(dialect, e);
        }
    }

    /** Where it leads to another server than before, those who read follow it. */
    private static Connection openWriter(Dialect dialect, ReaderPool readers) throws SQLException {
        Connection writer = dialect.openWriter();
        readers.renew();
        return writer;
    }

    /** Times first: what was claimed is due from now on. */
    private void takeOver() {
        long now = clock.millis();
        CompletableFuture<Boolean> first = writer.write(transaction -> {
            jumpAtStart = time.start(transaction, now);
            SqlTransaction.statements(transaction).update("recover_lanes", now);
            SqlTransaction.statements(transaction).update(dialect.smallestWrite());
        });
        tellWhereItWaits(first);
        Transactions.await(first);
        writer.guardedBy(time::check);
        writer.with((transaction, at) -> {
            Statements statements = SqlTransaction.statementsBesideMessages(transaction);
            if (time.pass(statements, at)) {
                statements.update(dialect.smallestWrite());
            }
        });
    }

    /** Whoever asks for a lasting failure has it said in the log, and nobody else asks yet. */
    private void tellWhereItWaits(CompletableFuture<Boolean> write) {
        while (!write.isDone()) {
            try {
                write.get(LOOK_S, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                writer.lastingFailure().ifPresent(failure -> LOG.debug("The first write waits: {}", failure));
            } catch (ExecutionException e) {
                LOG.debug("The first write failed: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether a program had written the store whose schema was older than that, until it was opened now. */
    public boolean wasOlderThan(String schema) {
        return before != null && before.compareTo(MigrationVersion.fromVersion(schema)) < 0;
    }

    /** That the clock was before the latest time which the store had seen; what waits was moved when the store was opened. */
    public Optional<ClockJump> jumpAtStart() {
        return Optional.ofNullable(jumpAtStart);
    }

    /**
     * Moves every time that is waited for by what the clock has jumped, in a transaction of its own.
     *
     * @param compare what the jump is; asked in that transaction, once the database has said what time it is. Empty: nothing
     *     is to be moved any more, such as where another program has done so
     * @param more further statements of that transaction; what they do after its commit comes before any later write
     * @return whether anything was moved
     */
    public CompletableFuture<Boolean> move(
            Supplier<Optional<ClockJump>> compare, BiConsumer<Transaction, ClockJump> more) {
        return writer.submitAlone(transaction -> {
            databaseTime.ifPresent(asked -> asked.measure(SqlTransaction.statements(transaction)));
            Optional<ClockJump> jump = compare.get().filter(found -> time.move(transaction, found));
            jump.ifPresent(found -> more.accept(transaction, found));
            return jump.isPresent();
        });
    }

    /** Whose clock it is that the store's times go by, as a sentence says it. */
    public String clockOf() {
        return databaseTime.isPresent() ? "database" : "machine";
    }

    public Transactions transactions() {
        return writer;
    }

    public OutboxStore outbox() {
        return new SqlOutboxStore(reader);
    }

    public InboxStore inbox() {
        return new SqlInboxStore(reader);
    }

    public DeadLetterStore deadLetters() {
        return new SqlDeadLetterStore(reader);
    }

    public Lookups lookups() {
        return new Lookups(
                new SqlTraceStore(reader, dialect.messageIndex()),
                new SqlFailureSurvey(reader),
                new SqlMessageSearch(reader),
                new SqlConversationSurvey(reader));
    }

    public SessionStore sessions() {
        return new SqlSessionStore(reader);
    }

    public StatisticsStore statistics() {
        return new SqlStatisticsStore(reader);
    }

    public JobStore jobs() {
        return new SqlJobStore(reader);
    }

    public ApprovalStore approvals() {
        return new SqlApprovalStore(reader);
    }

    public EventLog events() {
        return new SqlEventLog(reader, clock, dialect.eventRows(), dialect.messageIndex());
    }

    public EventSearch eventSearch() {
        return new SqlEventSearch(reader);
    }

    public EventReaders eventReaders() {
        return new SqlEventReaders(reader);
    }

    public RetentionStore retention() {
        return new SqlRetentionStore(reader, clock, time, dialect.messageIndex());
    }

    /** Empty where the database needs none. */
    Optional<BlockWriter> indexer() {
        return indexer;
    }

    public OutboxSurvey outboxSurvey() {
        return new SqlOutboxSurvey(reader);
    }

    public RateLimitStore rateLimits() {
        return new SqlRateLimitStore(reader);
    }

    public AccessStore access() {
        return new SqlAccessStore(reader);
    }

    public CursorRows cursors() {
        return new SqlCursorRows(reader);
    }

    public InstanceStore instances() {
        return new SqlInstanceStore(reader);
    }

    /** The views for reports; closed with the store. */
    public StoreViews views(ScheduledExecutorService timer, Duration readTimeout) {
        StoreViews made =
                new StoreViews(dialect.reports(), dialect, dialect.viewParser(), writer.watch(), timer, readTimeout);
        views.add(made);
        return made;
    }

    /**
     * Writes and commits next to nothing.
     *
     * @return completed after the commit, or exceptionally as every write of the store is
     */
    public CompletableFuture<Boolean> probe() {
        return writer.write(
                transaction -> SqlTransaction.statements(transaction).update(dialect.smallestWrite()));
    }

    /** Why some writes have failed for seconds, though {@link #probe} passes; empty where none do. */
    public Optional<WriteFailure> lastingFailure() {
        return writer.lastingFailure();
    }

    /** What an operator does about a write that has failed: the end of a sentence; empty where the database is not to blame. */
    public Optional<String> wayOut(Throwable failure) {
        return failure.getCause() instanceof SQLException told ? Optional.of(dialect.wayOut(told)) : Optional.empty();
    }

    /** False once the thread that writes has ended: nothing can be stored any more. */
    public boolean isWriting() {
        return writer.isWriting();
    }

    /** What to run once the store is found to be lost, on the thread that finds it; nothing is stored or read from then on. */
    public void onLost(Runnable action) {
        writer.watch().onLost(action);
    }

    /** Told of every commit; one listener. */
    public void onCommit(CommitListener listener) {
        writer.onCommit(listener);
    }

    /** Whether it is a file on a disk of this machine's, and no database of a server's. */
    public boolean isFile() {
        return dialect.file().isPresent();
    }

    /** Empty where the store is no file. */
    public Optional<StoreSpace> space() throws IOException {
        Optional<Path> file = dialect.file();
        return file.isPresent() ? Optional.of(StoreSpace.of(file.get())) : Optional.empty();
    }

    public QueueSurvey queueSurvey() {
        return new SqlQueueSurvey(reader);
    }

    /** Commits what was handed over before the call, then closes. Does not wait for a server that is silent. */
    @Override
    public void close() {
        boolean silent = false;
        try {
            indexer.ifPresent(BlockWriter::close);
            seeTheTime();
            if (isFile()) {
                writer.close();
            } else {
                silent = !writer.closeUnlessSilent();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cluster.ifPresent(SqlClusterStore::close);
        if (!silent) {
            leave();
        }
        views.forEach(StoreViews::close);
        databaseTime.ifPresent(DatabaseTime::close);
        closeReaders(silent);
        closeQuietly(place);
    }

    private void leave() {
        try {
            dialect.leave(clock.millis());
        } catch (SQLException | StoreUnavailableException e) {
            LOG.debug("Others are not told that this node has left: {}", e.getMessage());
        }
    }

    /** What the programs on the store know of each other; empty where there can only be one. */
    public Optional<ClusterStore> cluster() {
        return cluster.map(shared -> shared);
    }

    /** One that is being opened holds the pool up. */
    private void closeReaders(boolean silent) {
        if (silent) {
            Thread closing = new Thread(readers::close, "palyra-store-readers-end");
            closing.setDaemon(true);
            closing.start();
        } else {
            readers.close();
        }
    }

    /** So that the next start knows how long nothing ran. */
    public void seeTheTime() {
        try {
            var unused = writer.write(transaction -> time.see(SqlTransaction.statements(transaction), clock.millis()));
        } catch (StoreUnavailableException e) {
            LOG.debug("The time of the end is not stored: {}", e.getMessage());
        }
    }

    private static void closeQuietly(AutoCloseable place) {
        try {
            place.close();
        } catch (Exception e) {
            throw new IllegalStateException("the store's lock was not given back", e);
        }
    }
}
