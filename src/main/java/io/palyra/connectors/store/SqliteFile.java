package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** A SQLite store seen from outside: read-only, past the program's lock, so that the program may run meanwhile. */
final class SqliteFile {

    private static final int BUSY_TIMEOUT_MS = 5_000;

    private static final String QUICK_CHECK = "PRAGMA quick_check";

    private static final String FULL_CHECK = "PRAGMA integrity_check";

    private static final String BROKEN_REFERENCES = """
            SELECT "table", COUNT(*) FROM pragma_foreign_key_check GROUP BY "table"
            """;

    private static final String FREE_BYTES = """
            SELECT f.freelist_count * p.page_size FROM pragma_freelist_count f, pragma_page_size p
            """;

    private static final String INBOUND_STATES = "SELECT state, COUNT(*) FROM inbound GROUP BY state ORDER BY state";

    private static final String OUTBOX_STATES = "SELECT state, COUNT(*) FROM outbox GROUP BY state ORDER BY state";

    private static final String DEAD_LETTERS = """
            SELECT direction, COUNT(*) FROM dead_letters GROUP BY direction ORDER BY direction
            """;

    /** A cell is a row: in the leaves, and where the table has no rowid also above them. */
    private static final String TABLES = """
            SELECT t.name, SUM(CASE WHEN t.wr OR s.pagetype = 'leaf' THEN s.ncell ELSE 0 END), SUM(s.pgsize)
            FROM pragma_table_list t JOIN dbstat s ON s.name = t.name
            WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            GROUP BY t.name ORDER BY t.name
            """;

    private static final String COPY = "VACUUM INTO ?";

    private static final String NUMBER = "PRAGMA user_version";

    private static final String FORGET_NUMBER = "PRAGMA user_version = 0";

    private final Path file;
    private final Reader reader;
    private final DataSource connections;

    SqliteFile(Path file) {
        this.file = file;
        this.connections = readOnly(file);
        this.reader = new Reader(connections);
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
        reader.read(statements -> statements.update(COPY, target.toString()));
    }

    /** The number by which a program recognises the file that it has opened, with the log applied. */
    int number() {
        return reader.read(statements -> statements.one(NUMBER, row -> row.getInt(1)));
    }

    /** A copy is another file. */
    void forgetNumber() {
        SQLiteDataSource writable = new SQLiteDataSource();
        writable.setUrl(SqliteDialect.URL_PREFIX + file);
        new Reader(writable).read(statements -> statements.update(FORGET_NUMBER));
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
            reader.read(statements -> statements.query(full ? FULL_CHECK : QUICK_CHECK, row -> row.getString(1)))
                    .forEach(found::add);
            reader.read(statements -> statements.query(
                            BROKEN_REFERENCES,
                            row -> row.getString(1) + ": rows that refer to nothing: " + row.getLong(2)))
                    .forEach(found::add);
        } catch (StoreUnavailableException e) {
            found.add(String.valueOf(e.getMessage()));
        }
        found.removeIf("ok"::equals);
        return found;
    }

    List<StoreCopy.Table> tables() {
        return reader.read(statements ->
                statements.query(TABLES, row -> new StoreCopy.Table(row.getString(1), row.getLong(2), row.getLong(3))));
    }

    /** @throws StoreUnavailableException where it is no SQLite file, or not readable */
    StoreReport report(boolean full) throws IOException {
        long freeBytes;
        StoredVersion version;
        try {
            // First, since it says in one sentence that the file is none of SQLite's
            freeBytes = reader.read(statements -> statements.one(FREE_BYTES, row -> row.getLong(1)));
            version = version();
        } catch (StoreUnavailableException e) {
            if (!isDamage(e)) {
                throw e;
            }
            freeBytes = 0;
            version = ofNoStore();
        }
        List<String> problems = damage(full);
        // Counting would stop at the damage, or count wrongly
        boolean countable = problems.isEmpty() && version.stored() != null;
        String wrongVersion = version.problem();
        if (wrongVersion != null && (version.stored() != null || problems.isEmpty())) {
            problems.add(wrongVersion);
        }
        return new StoreReport(
                file.toString(),
                problems.isEmpty(),
                problems,
                version.stored(),
                version.own(),
                countable ? counts(INBOUND_STATES) : Map.of(),
                countable ? counts(OUTBOX_STATES) : Map.of(),
                countable ? counts(DEAD_LETTERS) : Map.of(),
                Files.size(file),
                freeBytes,
                size(Path.of(file + "-wal")),
                Files.getFileStore(file).getUsableSpace());
    }

    private static StoredVersion ofNoStore() {
        SQLiteDataSource empty = new SQLiteDataSource();
        empty.setUrl(SqliteDialect.URL_PREFIX + ":memory:");
        return Migrations.version(empty, SqliteDialect.MIGRATIONS);
    }

    /** Where the pages of the schema itself are damaged, SQLite answers nothing but this. */
    private static boolean isDamage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == SQLiteErrorCode.SQLITE_CORRUPT.code) {
                return true;
            }
        }
        return false;
    }

    private Map<String, Long> counts(String sql) {
        Map<String, Long> counts = new LinkedHashMap<>();
        reader.read(statements -> statements.query(sql, row -> Map.entry(row.getString(1), row.getLong(2))))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
