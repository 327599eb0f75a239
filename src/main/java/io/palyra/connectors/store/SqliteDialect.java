package io.palyra.connectors.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** SQLite in a file: write-ahead log, one writer, one process. */
final class SqliteDialect implements Dialect {

    static final String URL_PREFIX = "jdbc:sqlite:";

    private static final Logger LOG = LoggerFactory.getLogger(SqliteDialect.class);

    /** Not db/migration: a program that embeds the connectors may have a Flyway of its own, which looks there. */
    static final String MIGRATIONS = "classpath:io/palyra/connectors/store/migration/sqlite";

    static final StatementTexts STATEMENTS = StatementTexts.of("sqlite", "messages.sql", "file.sql");

    /** So long SQLite waits for another program that has the file. */
    private static final int BUSY_TIMEOUT_MS = 5_000;

    /**
     * What another program's long read makes the log grow by is given back once it ends: SQLite begins the log anew then, and
     * leaves the file no longer than this. Four times what it usually has.
     */
    static final int LOG_BYTES_KEPT = 16 * 1024 * 1024;

    /** Or no right to write; the first is where not one block is left for the {@code -shm}. */
    private static final Set<SQLiteErrorCode> NO_ROOM = EnumSet.of(
            SQLiteErrorCode.SQLITE_IOERR_SHMSIZE, SQLiteErrorCode.SQLITE_IOERR_WRITE, SQLiteErrorCode.SQLITE_FULL);

    private final Path file;
    private final SQLiteConfig.SynchronousMode synchronous;
    private final RecentBlocks recentBlocks = new RecentBlocks();
    private volatile @Nullable SqlitePlace place;

    /** Open as long as the store is: with its last connection SQLite would take its log away, and the next one make another. */
    private final AtomicReference<@Nullable Connection> keeper = new AtomicReference<>();

    private @Nullable KnownRows rows;
    private @Nullable WriteLock lock;

    /** @param synchronous FULL survives a power loss, NORMAL only the end of the process */
    SqliteDialect(String url, SQLiteConfig.SynchronousMode synchronous) {
        this.file = SqlitePlace.real(path(url.substring(URL_PREFIX.length())));
        this.synchronous = synchronous;
    }

    static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new StoreStartException(
                    "palyra.store.url: no file can be called " + name + " here (" + e.getReason()
                            + "); name another one or, for letters beyond ASCII, set LC_ALL=C.UTF-8",
                    null);
        }
    }

    @Override
    public AutoCloseable claimPlace() throws IOException {
        Path folder = Objects.requireNonNull(file.getParent(), "the store is a file in a folder");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreStartException(
                    "palyra.store.url: the folder " + folder + " cannot be created (" + reason(e)
                            + "); name another place, make room or correct its permissions",
                    e);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new StoreStartException("palyra.store.url: " + file + " is no file; name another place", null);
        }
        if (!Files.isWritable(folder) || Files.exists(file) && !Files.isWritable(file)) {
            throw new StoreStartException(
                    "palyra.store.url: " + (Files.isWritable(folder) ? file : folder)
                            + " is not writable for this user; correct its permissions or name another place",
                    null);
        }
        try {
            SqlitePlace taken =
                    SqlitePlace.take(file, synchronous == SQLiteConfig.SynchronousMode.FULL, SqliteLibrary::prepare);
            try {
                taken.refuseOthers();
            } catch (StoreStartException | IOException e) {
                taken.close();
                throw e;
            }
            place = taken;
            return () -> {
                try (AutoCloseable last = taken) {
                    Connection kept = keeper.getAndSet(null);
                    if (kept != null) {
                        kept.close();
                    }
                }
            };
        } catch (IOException e) {
            throw new StoreStartException(
                    "palyra.store.url: " + file + " or a file beside it cannot be read or written (" + reason(e)
                            + "); name another place, make room or correct its permissions",
                    e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }

    @Override
    public Connection openWriter() throws SQLException {
        SQLiteConfig config = config();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setSynchronous(synchronous);
        config.setJournalSizeLimit(LOG_BYTES_KEPT);
        // Asked for by LogCheckpoint
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "0");
        // What a statement of several rows may have to take back, and sorts: SQLite would write more than 64 KiB to a
        // file
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        Connection connection = dataSource(config).getConnection();
        try {
            place().opened(connection);
            if (keeper.get() == null) {
                keeper.set(readingConnection());
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        } catch (IOException e) {
            connection.close();
            throw new SQLException("the files beside the store cannot be used: " + reason(e), e);
        }
    }

    /** SQLite has opened the log for it, too. */
    private Connection readingConnection() throws SQLException {
        Connection connection = connections().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void abandon() {
        Connection kept = keeper.getAndSet(null);
        if (kept != null) {
            WriterConnection.keepOpen(kept);
        }
    }

    @Override
    public DataSource connections() {
        return dataSource(config());
    }

    @Override
    public DataSource readOnly() {
        return dataSource(readOnlyConfig());
    }

    /** It reads row by row anyway. */
    @Override
    public DataSource reports() {
        SQLiteConfig config = readOnlyConfig();
        config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, String.valueOf(StoreViews.PART_MAX));
        return dataSource(config);
    }

    private static SQLiteConfig readOnlyConfig() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        return config;
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(file);
    }

    @Override
    public ViewParser viewParser() {
        return new SqliteViewParser(readOnly());
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public String migrations() {
        return MIGRATIONS;
    }

    @Override
    public boolean createSchema() {
        return WholeSchema.create(connections());
    }

    /** What is missing may be an index only, without which it is slow. */
    @Override
    public void upToDate() throws SQLException {
        SqliteSchema.problems(readOnly())
                .forEach(problem -> LOG.warn("The schema of {} is not as this program makes it: {}", file, problem));
    }

    @Override
    public StatementTexts statements() {
        return STATEMENTS;
    }

    @Override
    public Asks asks(Statements statements, boolean alone) {
        KnownRows known = rows;
        WriteLock held = lock;
        if (known == null || held == null || !known.areOf(statements)) {
            // Another program may have had the store before the connection was made
            known = new KnownRows(statements);
            rows = known;
            held = new WriteLock(statements, STATEMENTS, new LogCheckpoint(statements, place()::framesInLog));
            lock = held;
        }
        return new AsksAtOnce(statements, STATEMENTS, known, held);
    }

    @Override
    public EventRows eventRows() {
        return new OwnEventRows(recentBlocks);
    }

    @Override
    public MessageIndex messageIndex() {
        return new IndexOfBlocks();
    }

    @Override
    public Optional<BlockWriter> indexer(Reader reader, GroupCommit writer) {
        return Optional.of(new BlockWriter(reader, writer, recentBlocks));
    }

    @Override
    public StatementText smallestWrite() {
        return StatementText.of(place().numbering());
    }

    @Override
    public boolean isInPlace() {
        return place().isInPlace();
    }

    @Override
    public boolean isLogInPlace() {
        return place().isLogInPlace();
    }

    @Override
    public Optional<String> harm() throws IOException {
        return place().harm();
    }

    @Override
    public void damaged(String harm) {
        place().damaged(harm);
    }

    @Override
    public Optional<String> damage(SQLException failure) {
        return SqliteDamage.of(file, failure);
    }

    @Override
    public boolean isTooLarge(SQLException failure) {
        return failure.getErrorCode() == SQLiteErrorCode.SQLITE_TOOBIG.code;
    }

    @Override
    public String wayOut(SQLException failure) {
        return isLocked(failure)
                ? endOther(file)
                : "free room on its disk, correct the permissions, or mount it writable";
    }

    @Override
    public Optional<String> wayOutAtStart(SQLException failure) {
        return isLocked(failure) || isNoRoom(failure)
                ? Optional.of(wayOut(failure) + ", and start again")
                : Optional.empty();
    }

    private static boolean isNoRoom(SQLException failure) {
        return failure instanceof SQLiteException told && NO_ROOM.contains(told.getResultCode());
    }

    /** By another program, for longer than is waited for it. */
    static boolean isLocked(SQLException failure) {
        return failure.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    static String endOther(Path file) {
        return "end the program that has it locked (fuser " + file + " names it)";
    }

    private SqlitePlace place() {
        return Objects.requireNonNull(place, "the place is claimed first");
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        // The place has made the file; one that vanishes later is not made anew
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        // The driver would look for a generated key after each insert, with a statement of its own
        config.setGetGeneratedKeys(false);
        // The driver lets one thread at a time use a connection; SQLite would lock it once more for every call
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        return config;
    }

    private SQLiteDataSource dataSource(SQLiteConfig config) {
        SQLiteDataSource dataSource = new FoundAgain(config);
        dataSource.setUrl(URL_PREFIX + file);
        return dataSource;
    }

    /** Opens no stranger that bears the name of the store's file. */
    private final class FoundAgain extends SQLiteDataSource {

        FoundAgain(SQLiteConfig config) {
            super(config);
        }

        @Override
        public Connection getConnection() throws SQLException {
            SqlitePlace known = place;
            if (known != null && !known.isInPlace()) {
                throw new SQLException(file + " is not the file that the program has opened");
            }
            return super.getConnection();
        }
    }
}
