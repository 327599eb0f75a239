package io.palyra.connectors.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;

/** A store on one of the databases: what holds for one of them holds for each. */
public enum StoreUnderTest {
    SQLITE {
        @Override
        public String newUrl(Path folder) {
            return "jdbc:sqlite:" + folder.resolve("store.db");
        }

        @Override
        public SqlStore open(String url, Clock clock) {
            return SqlStore.openSqlite(url, false, clock);
        }

        @Override
        public Connection connect(String url) throws SQLException {
            return DriverManager.getConnection(url);
        }
    },
    POSTGRESQL {
        @Override
        public String newUrl(Path folder) {
            return TestPostgres.newDatabase();
        }

        @Override
        public SqlStore open(String url, Clock clock) {
            return SqlStore.openPostgres(url, TestPostgres.USER, null, clock);
        }

        @Override
        public Connection connect(String url) throws SQLException {
            return DriverManager.getConnection(url, TestPostgres.USER, null);
        }
    };

    /**
     * Where an empty store may be opened.
     *
     * @param folder for a store in a file
     */
    public abstract String newUrl(Path folder);

    /** The same URL may be opened again once the store is closed. */
    public abstract SqlStore open(String url, Clock clock);

    /** Looks into the store, past the program. */
    public abstract Connection connect(String url) throws SQLException;

    /** In the database's words. */
    StatementTexts statements() {
        return this == SQLITE ? SqliteDialect.STATEMENTS : PostgresDialect.STATEMENTS;
    }

    SqlStore openNew(Path folder, Clock clock) {
        return open(newUrl(folder), clock);
    }
}
