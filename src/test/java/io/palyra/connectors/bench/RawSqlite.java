package io.palyra.connectors.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** What plain JDBC reaches on this disk. */
final class RawSqlite {

    private static final String TEXT = "x".repeat(200);

    private RawSqlite() {}

    /** One-row transactions, write-ahead log, synchronous FULL, one thread. */
    static double oneRowTransactions(Path folder, int transactions) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + folder.resolve("raw.db"));
        try (Connection connection = source.getConnection();
                Statement ddl = connection.createStatement()) {
            ddl.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, payload TEXT)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO raw (payload) VALUES (?)")) {
                long start = System.nanoTime();
                for (int i = 0; i < transactions; i++) {
                    insert.setString(1, TEXT);
                    insert.executeUpdate();
                    connection.commit();
                }
                return transactions * 1e9 / (System.nanoTime() - start);
            }
        }
    }
}
