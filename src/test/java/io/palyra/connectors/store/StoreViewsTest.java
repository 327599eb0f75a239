package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.fake.TickedTimer;
import io.palyra.connectors.protocol.ConnectorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;

/** Goal: reports can read the views, nothing else, and never hold up the writer. Method: a real database, a ticked timer. */
@ParameterizedClass
@EnumSource
class StoreViewsTest {

    @Parameter
    private StoreUnderTest database;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final String ENDLESS = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n""";

    @TempDir
    Path folder;

    private final TickedTimer timer = new TickedTimer();
    private String url = "";
    private SqlStore store;
    private EventLog events;
    private StoreViews views;

    @BeforeEach
    void open() {
        url = database.newUrl(folder);
        store = database.open(url, Clock.systemUTC());
        events = store.events();
        views = store.views(timer, LIMIT);
        happen(2, "something");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void happen(int number, String message) {
        store.transactions().writeAndWait(transaction -> {
            for (int i = 0; i < number; i++) {
                events.append(transaction, ConnectorEvent.of(OPS, EventType.QUEUE_PAUSED, EventLevel.INFO, message));
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "palyra_outbox_v1 | sequence connector_id conversation_id envelope_id message_id state attempts next_attempt_unix_ms"
                        + " retry_class reason native_message_id created_at_unix_ms settled_at_unix_ms",
                "palyra_inbox_v1 | sequence connector_id conversation_id envelope_id state attempts next_attempt_unix_ms reason"
                        + " route_key enqueued_outbound created_at_unix_ms settled_at_unix_ms",
                "palyra_dead_letters_v1 | dead_letter_id connector_id envelope_id direction reason payload created_at_unix_ms",
                "palyra_events_v1 | connector_id event_id event_type level message envelope_id details created_at_unix_ms"
            })
    void theColumnsOfAViewStay(String view, String columns) throws SQLException {
        try (Connection connection = views.lend();
                PreparedStatement query = connection.prepareStatement("SELECT * FROM " + view);
                ResultSet rows = query.executeQuery()) {
            List<String> found = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                found.add(rows.getMetaData().getColumnName(i));
            }
            assertThat(found).containsExactly(columns.split(" "));
        }
    }

    @Test
    void readsWithParametersJoinsFunctionsAndComments() throws SQLException {
        try (Connection connection = views.lend();
                PreparedStatement query = connection.prepareStatement("""
                        -- a report
                        /* of mine */ WITH mine AS (SELECT * FROM palyra_events_v1 e LEFT JOIN palyra_outbox_v1 o
                             ON o.connector_id = e.connector_id WHERE e.event_type = ?)
                        SELECT COUNT(*), MAX(UPPER(message)), 'outbox' FROM mine""")) {
            query.setString(1, "queue.paused");
            try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
        }
        assertThat(views.lent()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM outbox",
                "SELECT * FROM \"outbox\"",
                "SELECT * FROM 'outbox'",
                "SELECT * FROM main.outbox",
                "SELECT 1 WHERE 'E' IN outbox",
                "SELECT (SELECT payload FROM inbound LIMIT 1) FROM palyra_outbox_v1",
                "WITH x AS (SELECT * FROM connector_instances) SELECT * FROM x",
                "SELECT payload FROM palyra_outbox_v1",
                "DELETE FROM palyra_outbox_v1",
                "WITH x AS (SELECT 1) DELETE FROM palyra_outbox_v1",
                "DELETE FROM outbox",
                "INSERT INTO dead_letters DEFAULT VALUES",
                "CREATE TEMP TABLE mine (a)",
                "PRAGMA query_only = 0",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "ATTACH 'store.db' AS other",
                "VACUUM INTO 'copy.db'",
                "BEGIN IMMEDIATE",
                "backup to 'copy.db'",
                "restore from 'copy.db'",
                "-- nothing",
                ""
            })
    void refusesWhateverIsNoQueryOfAView(String sql) throws SQLException {
        assertRefused(views, sql, "");
    }

    /** Should a statement ever get past the gate. */
    @Test
    void theDatabaseItselfLetsNothingBeWritten() throws SQLException {
        Dialect dialect = database == StoreUnderTest.SQLITE
                ? new SqliteDialect(url, SQLiteConfig.SynchronousMode.NORMAL)
                : new PostgresDialect(url, TestPostgres.USER, null);
        try (Connection connection = dialect.readOnly().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM connector_events"))
                    .isInstanceOf(SQLException.class)
                    .message()
                    .containsAnyOf("read-only", "readonly");
        }
        try (Connection connection = views.lend()) {
            connection.setReadOnly(false);
            connection.setSchema("pg_catalog");
            assertThat(connection.isReadOnly()).isTrue();
        }
    }

    /** A query that ends the one around it would have been run by who looks at it. */
    @Test
    void whatIsLookedAtIsNotRun() throws SQLException {
        assumeThat(database).isEqualTo(StoreUnderTest.POSTGRESQL);
        for (String brackets : List.of("", ")", "))")) {
            assertRefused(
                    views,
                    "SELECT 1" + brackets + " AS query; DELETE FROM connector_events; COMMIT; SELECT "
                            + brackets.replace(')', '(') + "1",
                    "");
        }
        assertThat(events.latest(OPS, 10)).hasSize(2);
    }

    static void assertRefused(StoreViews views, String sql, String reason) throws SQLException {
        try (Connection connection = views.lend();
                Statement statement = connection.createStatement()) {
            for (Reading reading : List.<Reading>of(
                    () -> connection.prepareStatement(sql),
                    () -> statement.execute(sql),
                    () -> statement.executeQuery(sql),
                    () -> statement.executeUpdate(sql),
                    () -> {
                        statement.addBatch(sql);
                        return true;
                    })) {
                assertThatThrownBy(reading::run)
                        .isInstanceOf(SQLException.class)
                        .hasMessageStartingWith("palyraStore shows the views palyra_dead_letters_v1, palyra_events_v1,"
                                + " palyra_inbox_v1, palyra_outbox_v1 and nothing else: ");
            }
            if (!reason.isEmpty()) {
                assertThatThrownBy(() -> connection.prepareStatement(sql)).hasMessageContaining(reason);
            }
        }
    }

    @FunctionalInterface
    private interface Reading {
        Object run() throws SQLException;
    }

    /** SQLite's driver runs the first statement of a text only, save in executeUpdate. */
    @Test
    void nothingGetsInBehindAQuery() throws SQLException {
        try (Connection connection = views.lend();
                Statement statement = connection.createStatement()) {
            String two = "SELECT 1; DELETE FROM connector_events";
            if (database == StoreUnderTest.SQLITE) {
                assertThat(statement.execute(two)).isTrue();
            } else {
                assertThatThrownBy(() -> statement.execute(two)).hasMessageContaining("more than one statement");
            }
            assertThatThrownBy(() -> statement.executeUpdate(two)).hasMessageContaining("not written");
            assertThatThrownBy(() -> connection.unwrap(org.sqlite.SQLiteConnection.class))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> connection.unwrap(org.postgresql.PGConnection.class))
                    .isInstanceOf(SQLException.class);
            assertThat(statement.getConnection()).isEqualTo(connection);
            assertThat(connection.getMetaData().getConnection()).isEqualTo(connection);
        }
        assertThat(events.latest(OPS, 10)).hasSize(2);
    }

    @Test
    void aQueryThatNeverEndsIsCut() throws SQLException {
        try (Connection connection = views.lend();
                PreparedStatement query = connection.prepareStatement(ENDLESS)) {
            CompletableFuture<ResultSet> read = CompletableFuture.supplyAsync(() -> {
                try {
                    return query.executeQuery();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            timer.advance(LIMIT.minusMillis(1));
            happen(1, "the writer goes on meanwhile");
            assertThat(read).isNotDone();

            await().until(() -> {
                timer.advance(Duration.ofMillis(50));
                return read.isDone();
            });
            assertThatThrownBy(read::join)
                    .cause()
                    .cause()
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasMessageContaining("the read was cut after 30 s")
                    .hasMessageContaining("palyra.store.read-timeout");
        }
        await().until(() -> views.lent() == 0);
    }

    /** However large it is: of this one there is no end. */
    @Test
    void aResultComesPartByPart() throws SQLException {
        int first = 1_000;
        try (Connection connection = views.lend();
                PreparedStatement query = connection.prepareStatement(
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n");
                ResultSet rows = query.executeQuery()) {
            for (int i = 1; i <= first; i++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(i);
            }
        }
    }

    /** The limit is one of what is there at once. */
    @Test
    void aResultMayBeLargerThanAPartOfIt() throws SQLException {
        int chars = 200_000;
        String text =
                database == StoreUnderTest.SQLITE ? "PRINTF('%.*c', " + chars + ", 'x')" : "REPEAT('x', " + chars + ")";
        try (Connection connection = views.lend();
                PreparedStatement query = connection.prepareStatement(
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT " + text + " FROM n");
                ResultSet rows = query.executeQuery()) {
            for (long read = 0; read < 3L * StoreViews.PART_MAX; read += chars) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).hasSize(chars);
            }
        }
    }

    @Test
    void aValueThatWouldTakeTheMemoryIsRefused() throws SQLException {
        String large = database == StoreUnderTest.SQLITE
                ? "SELECT PRINTF('%.*c', " + (StoreViews.PART_MAX + 1) + ", 'x')"
                : "SELECT REPEAT('x', " + (StoreViews.PART_MAX + 1) + ")";
        try (Connection connection = views.lend();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> {
                        try (ResultSet rows = statement.executeQuery(large)) {
                            rows.next();
                        }
                    })
                    .isInstanceOf(SQLDataException.class)
                    .hasMessageContaining((StoreViews.PART_MAX >> 20) + " MiB")
                    .hasMessageContaining("select less of it");
        }
    }

    @Test
    void aStatementThatFailsHarmsNoOther() throws SQLException {
        try (Connection connection = views.lend();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> {
                        try (ResultSet rows = statement.executeQuery(
                                "SELECT ABS(-9223372036854775807 - event_id) FROM palyra_events_v1")) {
                            rows.next();
                        }
                    })
                    .isInstanceOf(SQLException.class);
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM palyra_events_v1")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
        }
    }

    /** As a consumer of a stream does that stands still: SQLite's log cannot begin anew while it reads. */
    @Test
    void aResultThatIsHeldOpenIsCutAndTheLogShrinks() throws Exception {
        assumeThat(database).isEqualTo(StoreUnderTest.SQLITE);
        happen(5_000, "so many that they are not read at once");
        try (Connection connection = views.lend();
                PreparedStatement query = connection.prepareStatement("SELECT * FROM palyra_events_v1");
                ResultSet rows = query.executeQuery()) {
            assertThat(rows.next()).isTrue();
            ResultSetMetaData columns = rows.getMetaData();
            for (int i = 0; i < 24; i++) {
                happen(20, "x".repeat(60_000));
            }
            long grown = log();
            assertThat(grown).isGreaterThan(24L << 20);

            timer.advance(LIMIT);
            await().until(() -> views.lent() == 0);

            assertThatThrownBy(rows::next)
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasMessageContaining("palyra.store.read-timeout");
            assertThatThrownBy(() -> columns.getColumnLabel(1)).as("columns").isInstanceOf(SQLTimeoutException.class);
            happen(1, "moves the log into the file");
            happen(1, "begins the log anew");
            assertThat(log()).isLessThanOrEqualTo(16L << 20);
        }
    }

    /** Its transaction would keep old rows from being removed. */
    @Test
    void aTransactionThatIsHeldOpenIsCut() throws Exception {
        happen(100, "more than are read at once");
        try (Connection connection = views.lend();
                PreparedStatement query = connection.prepareStatement("SELECT * FROM palyra_events_v1")) {
            connection.setAutoCommit(false);
            query.setFetchSize(10);
            try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                timer.advance(LIMIT);
                await().until(() -> views.lent() == 0);

                assertThatThrownBy(() -> {
                            while (rows.next()) {
                                assertThat(rows.getString("message")).isNotNull();
                            }
                        })
                        .isInstanceOf(SQLTimeoutException.class)
                        .hasMessageContaining("palyra.store.read-timeout");
            }
        }
    }

    private long log() throws IOException {
        return Files.size(folder.resolve("store.db-wal"));
    }

    @Test
    void aConnectionThatIsGivenBackIsNotCutAndOneThatComesTooManyIsTold() throws SQLException {
        List<Connection> lent = new ArrayList<>();
        StoreViews impatient = store.views(timer, Duration.ofMillis(20));
        for (int i = 0; i < StoreViews.LOANS_MAX; i++) {
            lent.add(impatient.lend());
        }
        assertThatThrownBy(impatient::lend)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("palyraStore: 8 reads are running");

        for (Connection connection : lent) {
            connection.close();
            connection.close();
        }
        assertThat(impatient.lent()).isZero();
        timer.advance(LIMIT);
        try (Connection connection = impatient.lend();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("VALUES (1)")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void nothingIsLentWhereTheStoreIsClosedAndWhatIsLentIsCut() throws SQLException {
        Connection connection = views.lend();
        store.close();

        await().until(() -> views.lent() == 0);
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(views::lend).hasMessage("palyraStore: the store is closed");
    }
}
