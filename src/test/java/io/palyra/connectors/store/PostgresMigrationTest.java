package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the migrations of both databases lead to the same tables, so that no statement meets a column that one has not. */
class PostgresMigrationTest {

    @TempDir
    Path folder;

    @Test
    void bothDatabasesHaveTheSameColumns() throws SQLException {
        Map<String, List<String>> sqlite = columns(StoreUnderTest.SQLITE);

        assertThat(sqlite).containsKeys("lanes", "inbound", "outbox", "palyra_events_v1");
        assertThat(columns(StoreUnderTest.POSTGRESQL)).containsExactlyEntriesOf(sqlite);
    }

    @Test
    void bothDatabasesHaveTheSameIndexes() throws SQLException {
        Map<String, List<String>> sqlite = indexes(StoreUnderTest.SQLITE);

        assertThat(sqlite).containsKeys("lanes_due", "outbox_unknown");
        assertThat(indexes(StoreUnderTest.POSTGRESQL)).containsExactlyEntriesOf(sqlite);
    }

    @Test
    void whatIsUpToDateIsLeftAlone() {
        String url = StoreUnderTest.POSTGRESQL.newUrl(folder);
        StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC()).close();
        try (SqlStore again = StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC())) {
            assertThat(again.wasOlderThan("11")).isFalse();
        }
    }

    private interface Reading {
        Map<String, List<String>> of(Connection connection) throws SQLException;
    }

    private Map<String, List<String>> read(StoreUnderTest database, Reading reading) throws SQLException {
        String url = database.newUrl(folder);
        database.open(url, Clock.systemUTC()).close();
        try (Connection connection = database.connect(url)) {
            return reading.of(connection);
        }
    }

    private Map<String, List<String>> columns(StoreUnderTest database) throws SQLException {
        return read(database, connection -> {
            Map<String, List<String>> columns = new TreeMap<>();
            try (ResultSet found = connection.getMetaData().getColumns(null, schema(database), "%", "%")) {
                while (found.next()) {
                    String table = found.getString("TABLE_NAME");
                    boolean view = table.startsWith("palyra_");
                    String column = found.getString("COLUMN_NAME");
                    boolean mayBeNull = found.getInt("NULLABLE") == DatabaseMetaData.columnNullable
                            && !keys(connection, database, table).contains(column);
                    if (!table.startsWith("schema_history") && !table.startsWith("sqlite_")) {
                        columns.computeIfAbsent(table, any -> new ArrayList<>())
                                .add(column + (view || mayBeNull ? "" : " NOT NULL"));
                    }
                }
            }
            return columns;
        });
    }

    /** SQLite does not say of them that they may not be null. */
    private static List<String> keys(Connection connection, StoreUnderTest database, String table) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (ResultSet found = connection.getMetaData().getPrimaryKeys(null, schema(database), table)) {
            while (found.next()) {
                keys.add(found.getString("COLUMN_NAME"));
            }
        }
        return keys;
    }

    private Map<String, List<String>> indexes(StoreUnderTest database) throws SQLException {
        return read(database, connection -> {
            Map<String, List<String>> indexes = new TreeMap<>();
            for (String table : columns(database).keySet()) {
                try (ResultSet found =
                        connection.getMetaData().getIndexInfo(null, schema(database), table, false, true)) {
                    while (found.next()) {
                        String name = String.valueOf(found.getString("INDEX_NAME"));
                        // Those of primary keys and of UNIQUE have names that each database gives them
                        if (name.startsWith(table) && !name.matches(".*_(pkey|key)")) {
                            indexes.computeIfAbsent(name, any -> new ArrayList<>())
                                    .add(found.getString("COLUMN_NAME").toLowerCase(Locale.ROOT)
                                            + (found.getBoolean("NON_UNIQUE") ? "" : " unique"));
                        }
                    }
                }
            }
            return indexes;
        });
    }

    private static String schema(StoreUnderTest database) {
        return database == StoreUnderTest.POSTGRESQL ? "public" : null;
    }
}
