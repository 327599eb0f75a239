package io.palyra.connectors.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** What whole lives of messages leave behind in a PostgreSQL database, with the autovacuum of the server as it comes. */
final class Bloat {

    private static final double MEBIBYTE = 1 << 20;

    /** What the statistics say of a table. */
    private record Table(long inserted, long updated, long hot, long dead, long vacuums, long bytes) {

        static Table of(ResultSet row) throws SQLException {
            return new Table(
                    row.getLong("n_tup_ins"),
                    row.getLong("n_tup_upd"),
                    row.getLong("n_tup_hot_upd"),
                    row.getLong("n_dead_tup"),
                    row.getLong("autovacuum_count"),
                    row.getLong("bytes"));
        }
    }

    private Bloat() {}

    /**
     * The size of all tables with their indexes, after so many messages, over the size after {@code VACUUM FULL}. Prints for
     * each table how many of its updates were HOT, which are those that leave its indexes as they are.
     */
    static double after(Path folder, int messages) throws Exception {
        String url = BenchPostgres.newDatabase();
        CoreLoad.inDatabase(url, 64).underLoad(folder, messages, () -> {});
        try (Connection connection = BenchPostgres.connect(url);
                Statement statement = connection.createStatement()) {
            awaitAlone(statement);
            Map<String, Table> before = tables(statement);
            statement.execute("VACUUM FULL");
            Map<String, Table> packed = tables(statement);
            before.forEach((name, table) -> print(name, table, packed.get(name)));
            return (double) bytes(before) / bytes(packed);
        }
    }

    /** A session hands its statistics in before it ends. */
    private static void awaitAlone(Statement statement) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            try (ResultSet row = statement.executeQuery("""
                            SELECT COUNT(*) FROM pg_stat_activity
                             WHERE datname = current_database() AND backend_type = 'client backend'""")) {
                row.next();
                return row.getInt(1) == 1;
            }
        });
    }

    private static Map<String, Table> tables(Statement statement) throws SQLException {
        Map<String, Table> tables = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery("""
                SELECT *, pg_total_relation_size(relid) AS bytes FROM pg_stat_user_tables
                 WHERE n_tup_ins + n_tup_upd > 1 ORDER BY bytes DESC""")) {
            while (row.next()) {
                tables.put(row.getString("relname"), Table.of(row));
            }
        }
        return tables;
    }

    private static long bytes(Map<String, Table> tables) {
        return tables.values().stream().mapToLong(Table::bytes).sum();
    }

    private static void print(String name, Table table, Table packed) {
        System.out.printf(
                "    %-20s %,11d inserted %,11d updated %5.1f %% HOT %,9d dead %3d vacuums %,9.1f MiB, packed %,9.1f%n",
                name,
                table.inserted(),
                table.updated(),
                table.updated() == 0 ? 100 : 100.0 * table.hot() / table.updated(),
                table.dead(),
                table.vacuums(),
                table.bytes() / MEBIBYTE,
                packed.bytes() / MEBIBYTE);
    }
}
