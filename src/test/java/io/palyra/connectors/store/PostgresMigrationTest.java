package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Goal: the two databases have one schema, up to what several programs on one database need. Method: each is migrated from nothing, and their catalogues are compared. */
class PostgresMigrationTest {

    /** "text" is ordered as in SQLite; text of another collation, and every other type, is named as it is. */
    private static final String COLUMNS = """
            SELECT c.relname || ' ' || row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) || ': ' || a.attname
                   || CASE WHEN c.relkind = 'v' AND a.attcollation IN (0, n.oid) THEN ''
                           WHEN a.atttypid IN ('bigint'::regtype, 'integer'::regtype) THEN ' number'
                           WHEN a.atttypid = 'text'::regtype AND a.attcollation = n.oid THEN ' text'
                           ELSE ' ' || format_type(a.atttypid, a.atttypmod) || ' of another order' END
                   || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                   || COALESCE(' default ' || replace(pg_get_expr(d.adbin, d.adrelid), '::text', ''), '')
                   || COALESCE(' key ' || array_position(k.conkey, a.attnum), '')
              FROM pg_class c
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_collation n ON n.collname = 'C'
              LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
              LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
             WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v')
               AND c.relname <> 'schema_history'""";

    private static final String COLUMNS_OF_SQLITE = """
            SELECT m.name || ' ' || (c.cid + 1) || ': ' || c.name
                   || CASE WHEN m.type = 'view' THEN '' WHEN c.type = 'INTEGER' THEN ' number' ELSE ' ' || lower(c.type) END
                   || CASE WHEN c."notnull" OR c.pk > 0 THEN ' not null' ELSE '' END
                   || COALESCE(' default ' || c.dflt_value, '')
                   || CASE WHEN c.pk > 0 THEN ' key ' || c.pk ELSE '' END
              FROM sqlite_schema m JOIN pragma_table_info(m.name) c
             WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite%' AND m.name <> 'schema_history'""";

    /** An index behind a UNIQUE of the table has a name of the database's own. */
    private static final String INDEXES = """
            SELECT t.relname || ' index ' || CASE WHEN u.oid IS NULL THEN c.relname ELSE 'of the table' END
                   || CASE WHEN i.indisunique THEN ' unique' ELSE '' END
                   || (SELECT ' (' || string_agg(a.attname, ', ' ORDER BY k.place) || ')'
                         FROM unnest(i.indkey::smallint[]) WITH ORDINALITY k (attnum, place)
                         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)
                   || COALESCE(' where ' || replace(pg_get_expr(i.indpred, t.oid), '::text', ''), '')
              FROM pg_index i
              JOIN pg_class c ON c.oid = i.indexrelid
              JOIN pg_class t ON t.oid = i.indrelid
              LEFT JOIN pg_constraint u ON u.conindid = c.oid AND u.contype = 'u'
             WHERE t.relnamespace = current_schema()::regnamespace AND NOT i.indisprimary
               AND t.relname <> 'schema_history'""";

    private static final String INDEXES_OF_SQLITE = """
            SELECT m.name || ' index ' || CASE i.origin WHEN 'c' THEN i.name ELSE 'of the table' END
                   || CASE WHEN i."unique" THEN ' unique' ELSE '' END
                   || (SELECT ' (' || group_concat(name, ', ' ORDER BY seqno) || ')' FROM pragma_index_info(i.name))
                   || CASE WHEN i.partial THEN ' where ' || substr(x.sql, instr(x.sql, ' WHERE ') + 7) ELSE '' END
              FROM sqlite_schema m JOIN pragma_index_list(m.name) i LEFT JOIN sqlite_schema x ON x.name = i.name
             WHERE m.type = 'table' AND i.origin <> 'pk' AND m.name <> 'schema_history'""";

    /** For several processes, of which a file has one; and an index that a file has in blocks. */
    private static final Pattern ONLY_IN_POSTGRESQL = Pattern.compile(
            "(event_numbers|nodes|node_configurations|connector_owners|moved_times) .*|lanes index lanes_claimed .*"
                    + "|connector_events index connector_events_by_message .*");

    private static final String CLOCK = "SELECT 'clock ' || id || ' ' || seen_at_unix_ms FROM store_clock";

    private static final String APPLIED = "SELECT version FROM schema_history ORDER BY installed_rank";

    @TempDir
    Path folder;

    private String url = "";

    @BeforeEach
    void makeDatabase() {
        url = TestPostgres.newDatabase();
    }

    @Test
    void anEmptyDatabaseIsBroughtUpToDateOnce() throws SQLException {
        assertThat(Migrations.apply(new PostgresDialect(url, TestPostgres.USER, null)))
                .isNull();
        List<String> applied = lines(postgres(url), APPLIED);

        assertThat(Migrations.apply(new PostgresDialect(url, TestPostgres.USER, null)))
                .isEqualTo(MigrationVersion.fromVersion(applied.get(applied.size() - 1)));
        assertThat(lines(postgres(url), APPLIED)).isEqualTo(applied);
    }

    @Test
    void hasTheSchemaThatSqliteHas() throws Exception {
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite:" + folder.resolve("store.db"));
        Files.createFile(folder.resolve("store.db"));
        Migrations.apply(new SqliteDialect(sqlite.getUrl(), SQLiteConfig.SynchronousMode.NORMAL));
        Migrations.apply(new PostgresDialect(url, TestPostgres.USER, null));

        List<String> there = alike(lines(sqlite, COLUMNS_OF_SQLITE, INDEXES_OF_SQLITE, CLOCK));
        List<String> here = alike(lines(postgres(url), COLUMNS, INDEXES, CLOCK));
        assertThat(there).hasSizeGreaterThan(150);
        assertThat(without(there, here))
                .as("only in SQLite")
                .isNotEmpty()
                .allMatch(line -> line.startsWith("event_blocks "));
        assertThat(without(here, there)).as("only in PostgreSQL").isNotEmpty().allMatch(line -> ONLY_IN_POSTGRESQL
                .matcher(line)
                .matches());
    }

    @Test
    void isInTheSchemaOfTheConnection() throws SQLException {
        execute(postgres(url), "CREATE SCHEMA palyra");

        Migrations.apply(new PostgresDialect(url + "?currentSchema=palyra", TestPostgres.USER, null));

        assertThat(lines(
                        postgres(url),
                        "SELECT DISTINCT relnamespace::regnamespace::text FROM pg_class WHERE oid >= 16384"
                                + " AND relname NOT LIKE 'pg_toast%'"))
                .containsExactly("palyra");
    }

    @Test
    void numbersGoOnBehindTheEventsOfAnOlderStoreAndBehindTheirReaders() throws SQLException {
        Flyway.configure()
                .dataSource(postgres(url))
                .locations(new PostgresDialect(url, TestPostgres.USER, null).migrations())
                .table("schema_history")
                .target("11")
                .load()
                .migrate();
        execute(postgres(url), """
                INSERT INTO connector_events (connector_id, event_id, event_type, level, message, created_at_unix_ms)
                VALUES ('echo:a', 6, 't', 'info', 'm', 1), ('echo:a', 7, 't', 'info', 'm', 1), ('echo:b', 1, 't', 'info', 'm', 1)""");
        execute(postgres(url), """
                INSERT INTO event_positions (route_id, connector_id, event_id)
                VALUES ('pager', 'echo:a', 6), ('pager', 'echo:b', 4), ('pager', 'echo:gone', 3)""");

        Migrations.apply(new PostgresDialect(url, TestPostgres.USER, null));

        assertThat(lines(postgres(url), "SELECT connector_id || ' ' || last FROM event_numbers ORDER BY connector_id"))
                .containsExactly("echo:a 7", "echo:b 4", "echo:gone 3");
    }

    /** Who writes an event may say what a platform has said. */
    @Test
    void theViewAndTheIndexOfEventsReadDetailsWithANullCharacter() throws SQLException {
        Migrations.apply(new PostgresDialect(url, TestPostgres.USER, null));
        execute(postgres(url), """
                INSERT INTO connector_events (connector_id, event_id, event_type, level, message, details, created_at_unix_ms)
                VALUES ('echo:default', 1, 'outbox.retry', 'info', 'm', '{"envelope_id":"m1","cause":"\\u0000"}', 1),
                       ('echo:default', 2, 't', 'info', 'm', '{"envelope_id":"m2\\\\u0000","cause":"\\\\\\u0000\\u0000"}', 1),
                       ('echo:default', 3, 't', 'info', 'm', '{"cause":"none"}', 1),
                       ('echo:default', 4, 't', 'info', 'm', NULL, 1)""");

        execute(postgres(url), "REINDEX INDEX connector_events_by_message");
        assertThat(lines(postgres(url), "SELECT envelope_id FROM palyra_events_v1 ORDER BY event_id"))
                .containsExactly("m1", "m2\\u0000", null, null);
    }

    /** PostgreSQL writes conditions in its own way. */
    private static List<String> alike(List<String> lines) {
        return lines.stream()
                .map(line -> line.contains(" where ")
                        ? line.replace("= ANY (ARRAY[", "IN (")
                                .replaceAll("[()\\]]", "")
                                .replaceAll("\\s+", " ")
                        : line)
                .toList();
    }

    private static List<String> without(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).toList();
    }

    private static DataSource postgres(String url) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(url);
        database.setUser(TestPostgres.USER);
        return database;
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> lines(DataSource database, String... queries) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String query : queries) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        lines.add(rows.getString(1));
                    }
                }
            }
        }
        return lines;
    }
}
