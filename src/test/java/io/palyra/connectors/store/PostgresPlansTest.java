package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a page of what an operator looks at is read along an index, however many rows are behind it. Method: PostgreSQL's planner is
 * asked with statistics of many rows, for arguments that it sees and for a plan that has to do for all arguments.
 */
class PostgresPlansTest {

    private static final String CONNECTOR = "echo:default";
    private static final int PAGE = 100;

    /** But for the indexes of those rows that are few by nature. */
    private static final Pattern GROWING =
            Pattern.compile("(?!outbox_unknown|outbox_refused)(lanes|inbound|outbox|connector_events|dead_letters)");

    /** Of a condition of an index: it finds a row, or those of a conversation. */
    private static final Pattern ONE = Pattern.compile("\\b(lane_id|sequence|event_id|envelope_id|dead_letter_id) = ");

    private static final Pattern HAS_PLAN = Pattern.compile("SELECT|WITH|INSERT|UPDATE|DELETE");

    /** What is asked by connections that only read, and is not bound to the writer's ways. */
    private static final Pattern READERS =
            Pattern.compile("idle_lanes|oldest_blocked|(dead|waiting)_of_conversation\\..*");

    private static String url;

    @BeforeAll
    static void fill() throws SQLException {
        url = TestPostgres.newStore();
        fill(url, """
                INSERT INTO dead_letters (connector_id, envelope_id, direction, reason, payload, created_at_unix_ms)
                SELECT CASE WHEN n % 10 = 0 THEN 'echo:second' ELSE 'echo:default' END, 'e-' || n, 'outbound', 'refused', repeat('x', 300), n FROM generate_series(1, 50000) n""", """
                INSERT INTO connector_events (connector_id, event_id, event_type, level, message, details, created_at_unix_ms)
                SELECT 'echo:default', n, 'queue.paused', 'info', 'm', '{}', n FROM generate_series(1, 50000) n""");
    }

    /** With rows that the server knows of. */
    private static void fill(String store, String... inserts) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(store);
                Statement statement = connection.createStatement()) {
            for (String insert : inserts) {
                statement.execute(insert);
            }
            statement.execute("ANALYZE");
        }
    }

    private static List<String> plan(String name, String mode, @Nullable Object... arguments) throws SQLException {
        StatementTexts texts = StoreUnderTest.POSTGRESQL.statements();
        StatementText text = texts.get(name);
        StatementText explained = new StatementText(
                "EXPLAIN " + text.sql(),
                text.parameters(),
                IntStream.range(0, text.marks()).map(text::argumentAt).toArray());
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement settings = connection.createStatement()) {
            settings.execute("SET plan_cache_mode = " + mode);
            return new Statements(connection, texts).query(explained, row -> row.getString(1), arguments);
        }
    }

    private static void assertAlongAnIndex(List<String> plan) {
        assertThat(plan)
                .anyMatch(step -> step.contains("Index Scan Backward"))
                .noneMatch(step -> step.contains("Sort") || step.contains("Seq Scan"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aPageOfDeadLetters(String mode) throws SQLException {
        for (String statement : List.of("summaries_of_dead_letters", "latest_dead_letters")) {
            assertAlongAnIndex(
                    plan(statement, mode, CONNECTOR, null, LikePattern.ANYTHING, Long.MAX_VALUE, Long.MAX_VALUE, PAGE));
            assertAlongAnIndex(
                    plan(statement, mode, CONNECTOR, "outbound", LikePattern.ANYTHING, 40_000L, 30_000L, PAGE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aPageOfTheLog(String mode) throws SQLException {
        assertAlongAnIndex(plan("latest_events", mode, CONNECTOR, Long.MAX_VALUE, 0L, PAGE));
        assertAlongAnIndex(plan("latest_events", mode, CONNECTOR, 40_000L, 0L, PAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aPageOfTheLogOfAType(String mode) throws SQLException {
        String kinds = "[\"session.lost warn\"]";

        for (long since : new long[] {0, 49_990}) {
            assertThat(plan("latest_events_of_kinds", mode, CONNECTOR, kinds, Long.MAX_VALUE, since, PAGE))
                    .anyMatch(step -> step.contains("Index Scan Backward using connector_events_by_kind"))
                    .anyMatch(step -> step.contains("Index Scan Backward using connector_events_pkey"))
                    .noneMatch(step -> step.contains("Seq Scan"));
        }
        assertThat(plan("kinds_of_events", mode, CONNECTOR))
                .anyMatch(step -> step.contains("Index Scan using connector_events_by_kind"))
                .noneMatch(step -> step.contains("Seq Scan"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aPageOfTheLogOfAMessage(String mode) throws SQLException {
        assertThat(plan(
                        "latest_events_of_message",
                        mode,
                        CONNECTOR,
                        "m1",
                        "m1:",
                        "m1;",
                        Long.MAX_VALUE,
                        0L,
                        null,
                        null,
                        PAGE))
                .noneMatch(step -> step.contains("Seq Scan"))
                .filteredOn(step -> step.contains("connector_events_by_message"))
                .hasSize(2);
    }

    /** Of the view, whose expression has to be that of the index. */
    @Test
    void aReportOfAMessage() throws SQLException {
        List<String> plan = new ArrayList<>();
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN SELECT message FROM palyra_events_v1"
                        + " WHERE connector_id = 'echo:default' AND envelope_id = 'm1'")) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        }
        assertThat(plan)
                .anyMatch(step -> step.contains("connector_events_by_message"))
                .noneMatch(step -> step.contains("Seq Scan"));
    }

    /** Plans are kept, and the tables grow. The server analyzes a table by itself once it has some 50 rows. */
    @Test
    void aGroupFindsEachRowByAnIndexThoughThereAreFewYet() throws Exception {
        String young = TestPostgres.newStore();
        assertFoundByIndexes(young);
        fill(young, """
                INSERT INTO lanes (direction, connector_id, conversation_id, used_at)
                SELECT direction, 'echo:default', 'c' || n, 0
                  FROM generate_series(1, 50) n CROSS JOIN unnest(ARRAY['inbound', 'outbound']) direction""", """
                INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, created_at_unix_ms)
                SELECT lane_id, connector_id, conversation_id, '{}', 'pending', 0 FROM lanes
                 WHERE direction = 'inbound'""", """
                INSERT INTO outbox (lane_id, connector_id, envelope_id, payload, state, created_at_unix_ms)
                SELECT lane_id, connector_id, conversation_id, '{}', 'pending', 0 FROM lanes
                 WHERE direction = 'outbound'""");
        assertFoundByIndexes(young);
    }

    /** The purge looks at its next rows within the writer's transaction: it starts no processes of the server for them. */
    @Test
    void theNextRowsToPurgeAreReadByTheWriterItself() throws Exception {
        String large = TestPostgres.newStore();
        fill(large, """
                INSERT INTO outbox (lane_id, connector_id, envelope_id, payload, state, claimable, created_at_unix_ms)
                SELECT 1, 'echo:default', 'e' || n, repeat('x', 300), 'delivered', 0, 0 FROM generate_series(1, 200000) n""");

        assertThat(keptPlanOfWriter(large, "next_to_purge.outbox").findValuesAsText("Node Type"))
                .contains("Index Scan")
                .doesNotContain("Gather", "Gather Merge");
    }

    /** Planned while the tables are empty, which may have grown by the time when the plan is used. */
    @Test
    void noStatementOfTheWriterGoesThroughManyRowsForEachOfOthers() throws Exception {
        PostgresDialect dialect =
                new PostgresDialect(TestPostgres.newStore(), TestPostgres.USER, null, TestPostgres.NODE);
        StatementTexts texts = dialect.statements();
        SoftAssertions plans = new SoftAssertions();
        try (Connection writer = dialect.openWriter();
                Statement statement = writer.createStatement()) {
            for (String name : texts.names()) {
                if (!READERS.matcher(name).matches()
                        && HAS_PLAN.matcher(texts.sql(name)).lookingAt()) {
                    plans.assertThat(goneThroughForEachOther(keptPlan(statement, texts, name)))
                            .as(name)
                            .isEmpty();
                }
            }
        }
        plans.assertAll();
    }

    /** Such as what an operator asks for: the tables may have grown since the last time. */
    @Test
    void theServerKeepsPlansOfWhatGroupsAskAndNoOthers() throws SQLException {
        ConnectorEvent event =
                ConnectorEvent.of(ConnectorId.of(CONNECTOR), EventType.QUEUE_PAUSED, EventLevel.INFO, "paused");
        List<String> kept = new ArrayList<>();
        try (SqlStore store = StoreUnderTest.POSTGRESQL.open(TestPostgres.newStore(), Clock.systemUTC())) {
            for (int i = 0; i < 10; i++) {
                store.transactions().writeAndWait(transaction -> store.events().append(transaction, event));
                store.transactions()
                        .writeAndWait(transaction -> store.retention().purgeEvents(transaction, 0, PAGE));
            }
            store.transactions().run(transaction -> kept.addAll(kept(transaction)));
        }
        assertThat(kept)
                .anyMatch(text -> text.contains("INSERT INTO connector_events"))
                .noneMatch(text -> text.contains("DELETE FROM"));
    }

    private static List<String> kept(Transaction transaction) {
        StatementText question = StatementText.of("SELECT statement FROM pg_prepared_statements");
        return SqlTransaction.statements(transaction).query(question, row -> row.getString(1));
    }

    /** The plan is made while more outcomes are unknown than messages wait, and kept when a backlog has come. */
    @Test
    void unknownOutcomesAreFoundWithoutTheBacklog() throws Exception {
        String quiet = TestPostgres.newStore();
        fill(quiet, """
                INSERT INTO outbox (lane_id, connector_id, envelope_id, payload, state, claimable, created_at_unix_ms)
                SELECT n, 'echo:default', 'e' || n, '{}', CASE WHEN n > 900 THEN 'pending' ELSE 'unknown' END,
                       CASE WHEN n > 900 THEN 1 ELSE 0 END, 0
                  FROM generate_series(1, 1000) n""");

        assertThat(keptPlanOfWriter(quiet, "hasten_unknown").findValuesAsText("Index Name"))
                .contains("outbox_unknown");
    }

    private static JsonNode keptPlanOfWriter(String store, String name) throws Exception {
        PostgresDialect dialect = new PostgresDialect(store, TestPostgres.USER, null, TestPostgres.NODE);
        try (Connection writer = dialect.openWriter();
                Statement statement = writer.createStatement()) {
            return keptPlan(statement, dialect.statements(), name);
        }
    }

    private static void assertFoundByIndexes(String store) throws Exception {
        PostgresDialect dialect = new PostgresDialect(store, TestPostgres.USER, null, TestPostgres.NODE);
        List<String> names = Stream.of("messages.sql", "nodes.sql", "database.sql")
                .flatMap(file -> StatementFile.read("postgresql/" + file).stream())
                .filter(StatementFile.Entry::isForGroup)
                .map(StatementFile.Entry::name)
                .toList();
        SoftAssertions plans = new SoftAssertions();
        try (Connection writer = dialect.openWriter();
                Statement statement = writer.createStatement()) {
            plans.assertThat(setting(statement, "plan_cache_mode")).isEqualTo("force_generic_plan");
            for (String name : names) {
                JsonNode plan = keptPlan(statement, dialect.statements(), name);
                plans.assertThat(notFoundByIndex(plan)).as(name).isEmpty();
                plans.assertThat(plan.findValuesAsText("Node Type"))
                        .as(name)
                        .doesNotContain("Hash Join", "Merge Join", "Materialize");
            }
        }
        plans.assertThat(names).contains("outbox_delivered", "claim_lanes", "bind_lanes", "first_of_claim.inbound");
        plans.assertAll();
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    /** What goes through all rows of a table that grows, or of an index of it. */
    private static List<String> notFoundByIndex(JsonNode plan) {
        return plan.findParents("Node Type").stream()
                .filter(step -> step.path("Node Type").asText().endsWith("Scan") && !step.has("Index Cond"))
                .filter(step -> !step.path("Node Type").asText().equals("Bitmap Heap Scan"))
                .filter(PostgresPlansTest::isOfGrowing)
                .map(JsonNode::toString)
                .toList();
    }

    private static boolean isOfGrowing(JsonNode step) {
        return GROWING.matcher(step.path("Index Name").asText()
                        + step.path("Relation Name").asText())
                .lookingAt();
    }

    /** Of a join that compares each row with each other one: what finds more than a row or a lane in a table that grows. */
    private static List<String> goneThroughForEachOther(JsonNode plan) {
        return plan.findParents("Join Filter").stream()
                .flatMap(join -> StreamSupport.stream(join.path("Plans").spliterator(), false))
                .filter(PostgresPlansTest::isOfGrowing)
                .filter(step -> !ONE.matcher(step.path("Index Cond").asText()).find())
                .map(JsonNode::toString)
                .toList();
    }

    private static JsonNode keptPlan(Statement statement, StatementTexts texts, String name) throws Exception {
        String sql = texts.sql(name);
        int marks = Math.toIntExact(sql.chars().filter(it -> it == '?').count());
        for (int n = 1; sql.contains("?"); n++) {
            sql = sql.replaceFirst("\\?", "\\$" + n);
        }
        statement.execute("PREPARE kept AS " + sql);
        String call = marks == 0 ? "kept" : "kept(" + String.join(", ", Collections.nCopies(marks, "NULL")) + ")";
        try (ResultSet row = statement.executeQuery("EXPLAIN (FORMAT JSON) EXECUTE " + call)) {
            row.next();
            return new ObjectMapper().readTree(row.getString(1));
        } finally {
            statement.execute("DEALLOCATE kept");
        }
    }
}
