package io.palyra.connectors.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** SQLite in a file: write-ahead log, one writer, one process. */
final class SqliteDialect implements Dialect {

    static final String URL_PREFIX = "jdbc:sqlite:";

    static final String MIGRATIONS = "classpath:db/migration/sqlite";

    /** How long a statement waits for another program that has the file locked. */
    private static final int BUSY_TIMEOUT_MS = 5_000;

    private final String url;
    private final Path file;
    private final SQLiteConfig.SynchronousMode synchronous;

    /** @param synchronous FULL survives a power loss, NORMAL only the end of the process */
    SqliteDialect(String url, SQLiteConfig.SynchronousMode synchronous) {
        this.url = url;
        this.file = Path.of(url.substring(URL_PREFIX.length())).toAbsolutePath();
        this.synchronous = synchronous;
    }

    @Override
    public AutoCloseable claimPlace() throws IOException {
        Path folder = Objects.requireNonNull(file.getParent(), "the store is a file in a folder");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreStartException(
                    "palyra.store.url: the folder " + folder + " cannot be created (" + reason(e)
                            + "); name another place or correct its permissions",
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
        return lock(folder.resolve(file.getFileName() + ".lock"));
    }

    /** The lock belongs to the process, so a killed process leaves none behind. */
    private AutoCloseable lock(Path lockFile) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StoreStartException(
                    "palyra.store.url: " + lockFile + " cannot be written (" + reason(e)
                            + "); name another place or correct its permissions",
                    e);
        }
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new StoreStartException(
                    "palyra.store.url: another process has the store " + file
                            + " open; stop it, or give this one a store of its own",
                    null);
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
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
        return dataSource(config).getConnection();
    }

    @Override
    public DataSource connections() {
        return dataSource(config());
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(file);
    }

    @Override
    public String migrations() {
        return MIGRATIONS;
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        // The driver would look for a generated key after each insert, with a statement of its own
        config.setGetGeneratedKeys(false);
        return config;
    }

    private SQLiteDataSource dataSource(SQLiteConfig config) {
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl(url);
        return dataSource;
    }
}
