package io.palyra.connectors.store;

import io.palyra.connectors.time.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/** A store on one of the databases: what holds for one of them holds for each. */
public enum StoreUnderTest {
    SQLITE {
        @Override
        public String newUrl(Path folder) {
            return "jdbc:sqlite:" + MigratedFile.into(folder.resolve("store.db"));
        }

        @Override
        public void leaveEmpty(Path folder) throws IOException {
            Files.createFile(folder.resolve("store.db"));
        }

        @Override
        public SqlStore open(String url, SteadyClock clock) {
            return SqlStore.openSqlite(url, false, clock);
        }

        @Override
        public Connection connect(String url) throws SQLException {
            return DriverManager.getConnection(url);
        }

        /** Commits do not wait for the disk. */
        @Override
        public Map<String, String> settings(Path folder) {
            return Map.of(URL, newUrl(folder), "palyra.store.synchronous", "NORMAL");
        }
    },
    POSTGRESQL {
        @Override
        public String newUrl(Path folder) {
            return TestPostgres.newStore();
        }

        @Override
        public void leaveEmpty(Path folder) {
            TestPostgres.leaveEmpty(folder);
        }

        @Override
        public SqlStore open(String url, SteadyClock clock) {
            return SqlStore.openPostgres(url, TestPostgres.USER, null, TestPostgres.NODE, clock);
        }

        @Override
        public Connection connect(String url) throws SQLException {
            return DriverManager.getConnection(url, TestPostgres.USER, null);
        }

        @Override
        public Map<String, String> settings(Path folder) {
            return Map.of(URL, TestPostgres.databaseOf(folder), "palyra.store.username", TestPostgres.USER);
        }
    };

    private static final String URL = "palyra.store.url";

    /** The one that programs run on where a test does not name one: SQLite, or what {@code -Dtest.store} names. */
    public static StoreUnderTest ofPrograms() {
        return valueOf(System.getProperty("test.store", "sqlite").toUpperCase(Locale.ROOT));
    }

    /**
     * What puts a program on its store.
     *
     * @param folder of the program: the same folder has the same store
     */
    public abstract Map<String, String> settings(Path folder);

    /** Where a program in that folder has its store, there are no tables yet. */
    public abstract void leaveEmpty(Path folder) throws IOException;

    /** Looks into the store of the program in that folder, past the program. */
    public Connection connect(Path folder) throws SQLException {
        return connect(settings(folder).getOrDefault(URL, ""));
    }

    /**
     * Where an empty store may be opened; its tables are there already, which is most of the work of a first start.
     *
     * @param folder for a store in a file
     */
    public abstract String newUrl(Path folder);

    /** The same URL may be opened again once the store is closed. */
    public abstract SqlStore open(String url, SteadyClock clock);

    /** Time is what this clock shows. */
    public SqlStore open(String url, Clock clock) {
        return open(url, SteadyClock.following(clock));
    }

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
