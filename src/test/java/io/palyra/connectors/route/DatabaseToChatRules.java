package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.test.PalyraExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The example {@code database-to-chat.camel.yaml}. Method: two programs, each with a store of its own, read one table side by
 * side; what they have stored is read from their views.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DatabaseToChatRules {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseToChatRules.class);
    private static final Path EXAMPLES = Path.of("routes/examples");
    static final Duration PATIENCE = Duration.ofMinutes(1);

    Path folder;

    private final List<PalyraExtension> programs = new ArrayList<>();

    /** One envelope in a store. */
    private record Stored(String poller, String conversation, String envelopeId) {}

    void startDatabase() throws Exception {}

    void stopDatabase() throws Exception {}

    abstract String url();

    abstract Connection connect() throws SQLException;

    /** The name in the file of the table. */
    abstract String database();

    @BeforeAll
    void start(@TempDir Path place) throws Exception {
        folder = place;
        startDatabase();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            String ddl = Files.readString(EXAMPLES.resolve("sql/chat_requests." + database() + ".sql"));
            for (String part : ddl.replaceAll("--.*", "").split(";")) {
                if (!part.isBlank()) {
                    statement.execute(part);
                }
            }
        }
        for (String name : List.of("a", "b")) {
            programs.add(PalyraExtension.program()
                    .routes("routes/examples/database-to-chat.camel.yaml")
                    .settings(
                            "database-to-chat.url=" + url(),
                            "database-to-chat.poller=" + name,
                            "database-to-chat.period=100")
                    .start());
        }
    }

    @AfterAll
    void stop() throws Exception {
        for (PalyraExtension program : programs) {
            program.close();
        }
        stopDatabase();
    }

    @BeforeEach
    void empty() throws SQLException {
        execute("DELETE FROM chat_requests");
    }

    @Test
    void everyRowIsSentOnceAndAConversationInItsOrder() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 3_000; i++) {
                String id = "many-" + i;
                insert(connection, id, "conversation-" + i % 7, "hello");
                ids.add(id);
            }
            long begun = System.nanoTime();
            connection.commit();
            awaitState("sent", ids.size());
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            LOG.info("{}: {} rows in {} ms", database(), ids.size(), took.toMillis());
        }

        List<Stored> stored = stored("many-%");
        assertThat(stored).extracting(Stored::envelopeId).containsExactlyInAnyOrderElementsOf(ids);
        Map<String, Integer> last = new HashMap<>();
        for (Stored each : stored) {
            int number = Integer.parseInt(each.envelopeId().substring("many-".length()));
            assertThat(last.put(each.poller() + each.conversation(), number))
                    .satisfiesAnyOf(before -> assertThat(before).isNull(), before -> assertThat(before)
                            .isLessThan(number));
        }
    }

    /** More than once: what a route remembers of the first time must not spoil the next. */
    @Test
    void badRowsAreSetAsideWithTheReasonAndHoldNothingUp() throws SQLException {
        for (int round = 1; round <= 3; round++) {
            try (Connection connection = connect()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < 60; i++) {
                    insert(connection, "good-" + round + "-" + i, "ops", "hello");
                }
                insert(connection, "blank-" + round, "ops", " ");
                insert(connection, round + "-reply-like:0", "ops", "hello");
                insert(connection, "large-" + round, "ops", "x".repeat(70_000));
                insert(connection, "good-" + round + "-60", "ops", "hello");
                connection.commit();
            }

            awaitState("refused", 3 * round);
            awaitState("sent", 61 * round);
            assertThat(stored("good-" + round + "-%")).hasSize(61);
            assertThat(reason("blank-" + round)).startsWith("text: cannot be empty");
            assertThat(reason("large-" + round)).startsWith("text: value exceeds size limit");
            assertThat(reason(round + "-reply-like:0")).startsWith("envelope_id");
        }
    }

    /** Numbers are handed out before the commit: the row with the smaller one may be seen later. */
    @Test
    void whatCommitsLateIsSentAndWhatIsRolledBackIsNot() throws SQLException {
        try (Connection late = connect()) {
            late.setAutoCommit(false);
            if (writesSideBySide()) {
                insert(late, "late", "ops", "hello");
                execute("INSERT INTO chat_requests (id, connector_id, conversation_id, body)"
                        + " VALUES ('early', 'echo:default', 'ops', 'hello')");
                awaitState("sent", 1);
                assertThat(stored("late")).isEmpty();
                late.commit();
            }
            insert(late, "never", "ops", "hello");
            late.rollback();
        }
        execute("INSERT INTO chat_requests (id, connector_id, conversation_id, body)"
                + " VALUES ('last', 'echo:default', 'ops', 'hello')");
        awaitState("sent", writesSideBySide() ? 3 : 1);

        assertThat(stored("late")).hasSize(writesSideBySide() ? 1 : 0);
        assertThat(stored("never")).isEmpty();
    }

    abstract boolean writesSideBySide();

    /** As after a kill between the outbox's commit and the mark. */
    @Test
    void aRowThatWasStoredAndNotMarkedIsMarkedAndNotSentAgain() throws SQLException {
        execute("INSERT INTO chat_requests (id, connector_id, conversation_id, body)"
                + " VALUES ('again', 'echo:default', 'ops', 'hello')");
        awaitState("sent", 1);

        execute("UPDATE chat_requests SET state = 'new', done_at = NULL");

        awaitState("sent", 1);
        assertThat(stored("again")).hasSize(1);
    }

    /**
     * What a program has claimed that is gone is not sent by another one; what comes behind it in its conversation waits, also
     * what another one has claimed at the same moment.
     */
    @Test
    void whatAnotherProgramHasClaimedIsLeftToIt() throws SQLException {
        execute(
                "INSERT INTO chat_requests (id, connector_id, conversation_id, body, claimed_by)"
                        + " VALUES ('gone-1', 'echo:default', 'blocked', 'hello', 'gone'),"
                        + " ('gone-3', 'echo:default', 'blocked', 'hello', 'a'), ('mine', 'echo:default', 'ops', 'hello', 'a')");
        execute("INSERT INTO chat_requests (id, connector_id, conversation_id, body)"
                + " VALUES ('gone-2', 'echo:default', 'blocked', 'hello'), ('other', 'echo:default', 'ops', 'hello')");
        awaitState("sent", 2);
        assertThat(stored("gone-%")).isEmpty();
        assertThat(stored("other")).hasSize(1);
        assertThat(stored("mine")).hasSize(1);

        execute("UPDATE chat_requests SET claimed_by = NULL WHERE claimed_by = 'gone' AND state = 'new'");

        awaitState("sent", 5);
        assertThat(stored("gone-%")).hasSize(3);
    }

    static void insert(Connection connection, String id, String conversation, String text) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO chat_requests (id, connector_id, conversation_id, body) VALUES (?, 'echo:default', ?, ?)""")) {
            insert.setString(1, id);
            insert.setString(2, conversation);
            insert.setString(3, text);
            insert.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void awaitState(String state, int rows) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        number("SELECT COUNT(*) FROM chat_requests WHERE state = '" + state + "'"))
                .isEqualTo(rows));
    }

    int number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private String reason(String id) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT reason FROM chat_requests WHERE id = '" + id + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Of both programs, in the order in which they were stored. */
    private List<Stored> stored(String pattern) {
        List<Stored> stored = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            String poller = "program " + i;
            programs.get(i)
                    .store("SELECT conversation_id, envelope_id FROM palyra_outbox_v1 WHERE envelope_id LIKE '"
                            + pattern + "' ORDER BY sequence")
                    .forEach(row -> stored.add(new Stored(
                            poller,
                            String.valueOf(row.get("conversation_id")),
                            String.valueOf(row.get("envelope_id")))));
        }
        return stored;
    }
}
