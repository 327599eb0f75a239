package io.palyra.connectors.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;

/** SQLite whose file may have so many pages; beyond them it answers as on a full disk. */
final class SmallDisk implements Dialect {

    private static final String FREE = "PRAGMA max_page_count = 1000000000";

    private final Dialect sqlite;
    private volatile String limit = FREE;

    SmallDisk(Path file) {
        sqlite = new SqliteDialect("jdbc:sqlite:" + file, SQLiteConfig.SynchronousMode.NORMAL);
    }

    /** From now on so many more pages, on the connection that writes and on each that replaces it. */
    void limit(SqlStore store, int morePages) {
        long pages = pragma(store, "PRAGMA page_count");
        limit = "PRAGMA max_page_count = " + (pages + morePages);
        pragma(store, limit);
    }

    void makeRoom(SqlStore store) {
        limit = FREE;
        pragma(store, limit);
    }

    private static long pragma(SqlStore store, String pragma) {
        return store.transactions().run(transaction -> SqlTransaction.statements(transaction)
                .one(StatementText.of(pragma), row -> row.getLong(1)));
    }

    @Override
    public AutoCloseable claimPlace() throws IOException {
        return sqlite.claimPlace();
    }

    @Override
    public Connection openWriter() throws SQLException {
        Connection connection = sqlite.openWriter();
        try (Statement statement = connection.createStatement()) {
            statement.execute(limit);
        }
        return connection;
    }

    @Override
    public DataSource connections() {
        return sqlite.connections();
    }

    @Override
    public DataSource readOnly() {
        return sqlite.readOnly();
    }

    @Override
    public DataSource reports() {
        return sqlite.reports();
    }

    @Override
    public StatementTexts statements() {
        return sqlite.statements();
    }

    @Override
    public Asks asks(Statements statements, boolean alone) {
        return sqlite.asks(statements, alone);
    }

    @Override
    public StatementText smallestWrite() {
        return sqlite.smallestWrite();
    }

    @Override
    public EventRows eventRows() {
        return sqlite.eventRows();
    }

    @Override
    public MessageIndex messageIndex() {
        return sqlite.messageIndex();
    }

    @Override
    public Optional<BlockWriter> indexer(Reader reader, GroupCommit writer) {
        return sqlite.indexer(reader, writer);
    }

    @Override
    public ViewParser viewParser() {
        return sqlite.viewParser();
    }

    @Override
    public String name() {
        return sqlite.name();
    }

    @Override
    public String migrations() {
        return sqlite.migrations();
    }

    @Override
    public String wayOut(SQLException failure) {
        return sqlite.wayOut(failure);
    }
}
