package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.TickedTimer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports on PostgreSQL: what is the server's own is refused, and what is usual there is run. */
class PostgresViewsTest {

    private SqlStore store;
    private StoreViews views;

    @BeforeEach
    void open() {
        store = StoreUnderTest.POSTGRESQL.open(TestPostgres.newStore(), Clock.systemUTC());
        views = store.views(new TickedTimer(), Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** What belongs to the server itself, and ways past a list of names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT * FROM outbox | it reads outbox",
                "SELECT * FROM public.outbox, palyra_outbox_v1 | it reads outbox",
                "SELECT 1 WHERE FALSE AND EXISTS (SELECT FROM inbound) | it reads inbound",
                "SELECT 1 AS a, 2 AS a FROM palyra_outbox_v1 WHERE ? = (SELECT payload FROM outbox LIMIT 1) | it reads outbox",
                "SELECT * FROM pg_stat_activity | it reads pg_stat_activity",
                "SELECT rolpassword FROM pg_authid | it reads pg_authid",
                "SELECT * FROM information_schema.tables | it reads tables",
                "SELECT last_value FROM outbox_sequence_seq | it reads outbox_sequence_seq",
                "SELECT query_to_xml('SELECT * FROM outbox', true, true, '') | it calls query_to_xml",
                "SELECT table_to_xml('outbox', true, true, '') | it calls table_to_xml",
                "SELECT * FROM pg_ls_dir('.') | it calls pg_ls_dir",
                "SELECT pg_sleep(1) | it calls pg_sleep",
                "SELECT pg_stat_get_activity(NULL) | it calls pg_stat_get_activity",
                "SELECT set_config('search_path', 'pg_catalog', false) | it calls set_config",
                "SELECT nextval('outbox_sequence_seq') | it calls nextval",
                "SELECT lo_get(1) | it calls lo_get",
                "SELECT version() | it calls version",
                "SELECT current_setting('data_directory') | it calls current_setting",
                "SELECT txid_current() | it calls txid_current",
                "SELECT inet_server_addr() | it calls inet_server_addr",
                "WITH gone AS (DELETE FROM outbox RETURNING *) SELECT * FROM gone | WITH clause containing a data-modifying statement",
                "SELECT * INTO mine FROM palyra_outbox_v1 | INTO is not allowed here",
                "SELECT 1) AS query; COMMIT; SELECT (1 | it is more than one statement",
                "SELECT 1) AS one) AS query; COMMIT; SELECT ((1 | syntax error",
                "SELECT 1; SELECT 2 | it is more than one statement",
                "SELECT 1) AS one, (SELECT payload FROM outbox | it reads outbox",
                "SELECT ';', ? FROM outbox -- ; | it reads outbox",
                "SELECT nothing_of_that_name FROM palyra_outbox_v1 | column `nothing_of_that_name` does not exist"
            })
    void theServerIsAskedWhatAQueryReads(String sql, String reason) throws SQLException {
        StoreViewsTest.assertRefused(views, sql, reason.replace('`', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "VALUES (1), (2);",
                "SELECT e.*, e.* FROM palyra_events_v1 e -- ; all of them twice",
                "SELECT '?', \"message\" FROM palyra_events_v1 /* ? */ WHERE event_id > ? AND connector_id IN (?, ?) LIMIT ?",
                "SELECT COUNT(*), AVG(event_id), RANK() OVER (ORDER BY COUNT(*)) FROM palyra_events_v1",
                "SELECT DATE_TRUNC('hour', TO_TIMESTAMP(created_at_unix_ms / 1000)), NOW() FROM palyra_events_v1 ORDER BY RANDOM()",
                "SELECT CAST(details AS jsonb) ?? 'envelope_id', CAST(details AS json) ->> 'envelope_id' FROM palyra_events_v1",
                "SELECT {fn UCASE(message)} FROM palyra_events_v1",
                "SELECT PG_TYPEOF(event_id), PG_SIZE_PRETTY(event_id) FROM palyra_events_v1",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n"
            })
    void runsWhatIsUsualInAReport(String sql) throws SQLException {
        try (Connection connection = views.lend();
                PreparedStatement query = connection.prepareStatement(sql)) {
            int parameters = query.getParameterMetaData().getParameterCount();
            for (int i = 1; i <= parameters; i++) {
                query.setNull(i, Types.NULL);
            }
            try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.getMetaData().getColumnCount()).isPositive();
            }
        }
    }
}
