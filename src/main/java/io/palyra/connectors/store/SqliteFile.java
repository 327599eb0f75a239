package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A SQLite store seen from outside: read-only, past the program's lock, so that the program may run meanwhile. */
final class SqliteFile {

    private static final int BUSY_TIMEOUT_MS = 5_000;

    /** Before the lines about a database, in the same row. */
    private static final String HEADING = "*** in database";

    private final Path file;
    private final Reader reader;
    private final DataSource connections;

    SqliteFile(Path file) {
        this.file = file;
        this.connections = readOnly(file);
        this.reader = new Reader(connections, SqliteDialect.STATEMENTS);
    }

    private static DataSource readOnly(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl(SqliteDialect.URL_PREFIX + file);
        return dataSource;
    }

    /** Writes one consistent snapshot, without unused space. */
    void copyTo(Path target) {
        reader.read(statements -> statements.update("copy_into", target.toString()));
    }

    /** The number by which a program recognises the file that it has opened, with the log applied. */
    int number() {
        return reader.read(statements -> statements.one("number_of_start", row -> row.getInt(1)));
    }

    /** Whether another program has made tables in it, and this one none. */
    boolean isOthers() {
        return reader.read(statements -> statements.one("is_others", row -> row.getBoolean(1), Migrations.HISTORY));
    }

    /** A copy is another file. */
    void forgetNumber() {
        SQLiteDataSource writable = new SQLiteDataSource();
        writable.setUrl(SqliteDialect.URL_PREFIX + file);
        new Reader(writable, SqliteDialect.STATEMENTS).read(statements -> statements.update("forget_number_of_start"));
    }

    /** For more than one short read. */
    Connection connection() throws SQLException {
        return connections.getConnection();
    }

    StoredVersion version() {
        try {
            return Migrations.version(connections, SqliteDialect.MIGRATIONS);
        } catch (FlywayException e) {
            throw new StoreUnavailableException("the schema version cannot be read: " + Migrations.reason(e), e);
        }
    }

    /** What is wrong with the file; at most a hundred lines of SQLite's. */
    List<String> damage(boolean full) {
        List<String> found = new ArrayList<>();
        try {
            damageOfFiles().ifPresent(found::add);
            // One by one, as the check may fail at a page after it has told of others
            reader.read(statements -> statements.query(
                    full ? "full_check" : "quick_check",
                    row -> found.addAll(row.getString(1).lines().toList())));
            reader.read(statements -> statements.query(
                            "broken_references",
                            row -> row.getString(1) + ": rows that refer to nothing: " + row.getLong(2)))
                    .forEach(found::add);
        } catch (StoreUnavailableException | IOException e) {
            found.add(Migrations.told(e).map(Statements::sentence).orElseGet(() -> String.valueOf(e.getMessage())));
        }
        found.removeIf(line -> line.equals("ok") || line.startsWith(HEADING));
        return found;
    }

    /** What SQLite does not tell: the log may hold a whole copy of the first page, and is read up to where it is damaged. */
    private Optional<String> damageOfFiles() throws IOException {
        return hasBeginning()
                ? SqliteLogFrames.damage(SqlitePlace.beside(file, "-wal"))
                : Optional.of(SqliteDamage.BEGINNING);
    }

    private boolean hasBeginning() throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] begins = content.readNBytes(SqliteHeader.MAGIC.length);
            return begins.length == 0 || Arrays.equals(begins, SqliteHeader.MAGIC);
        }
    }

    List<StoreCopy.Table> tables() {
        return reader.read(statements -> statements.query(
                "tables", row -> new StoreCopy.Table(row.getString(1), row.getLong(2), row.getLong(3))));
    }

    /** @throws StoreUnavailableException where it cannot be read, and not because of damage */
    FileReport report(boolean full) throws IOException {
        long freeBytes;
        StoredVersion version;
        try {
            freeBytes = reader.read(statements -> statements.one("free_bytes", row -> row.getLong(1)));
            version = version();
        } catch (StoreUnavailableException e) {
            if (Migrations.told(e).filter(SqliteDamage::isDamage).isEmpty()) {
                throw e;
            }
            freeBytes = 0;
            version = ofNoStore();
        }
        List<String> problems = damage(full);
        boolean isStore = version.stored() != null || !problems.isEmpty();
        if (version.stored() != null && version.problem() == null) {
            problems.addAll(missing());
        }
        String wrongVersion = version.problem();
        if (wrongVersion != null && (version.stored() != null || problems.isEmpty())) {
            problems.add(wrongVersion);
        }
        return new FileReport(
                file.toString(),
                problems.isEmpty(),
                problems,
                version.stored(),
                version.own(),
                isStore ? counts("states.inbound") : Map.of(),
                isStore ? counts("states.outbox") : Map.of(),
                isStore ? counts("dead_letters_by_direction") : Map.of(),
                Files.size(file),
                freeBytes,
                size(Path.of(file + "-wal")),
                Files.getFileStore(file).getUsableSpace());
    }

    private List<String> missing() {
        try {
            return SqliteSchema.problems(connections);
        } catch (SQLException | StoreUnavailableException e) {
            return List.of("its schema cannot be read: " + e.getMessage());
        }
    }

    /** Null where the damage is in the way. */
    private @Nullable Map<String, Long> counts(String statement) {
        try {
            return reader.counts(statement);
        } catch (StoreUnavailableException e) {
            return null;
        }
    }

    private static StoredVersion ofNoStore() {
        SQLiteDataSource empty = new SQLiteDataSource();
        empty.setUrl(SqliteDialect.URL_PREFIX + ":memory:");
        return Migrations.version(empty, SqliteDialect.MIGRATIONS);
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
