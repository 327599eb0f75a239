package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What a role, a database or a server sets for its sessions, and the program's must not have. */
class PostgresSessionsTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final Duration IDLE_MAX = Duration.ofSeconds(1);

    private final String url = TestPostgres.newDatabase();

    @Test
    void stayWhereTheDatabaseEndsIdleOnes() throws Exception {
        set("idle_session_timeout", IDLE_MAX.toMillis() + "ms");
        try (SqlStore store = StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC())) {
            int connection = append(store, "m1");
            assertThat(store.events().latest(ECHO, 1)).hasSize(1);
            awaitTheEndOfAnotherSession();

            assertThat(append(store, "m2")).isEqualTo(connection);
            assertThat(store.events().latest(ECHO, 9)).hasSize(2);
        }
    }

    /** As in databases that came from a server before 9.1. */
    @Test
    void readBackslashesAsTheStandardDoes() throws Exception {
        set("standard_conforming_strings", "off");
        try (SqlStore store = StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC())) {
            append(store, "c:\\temp\\m1");

            EventFilter filter = new EventFilter(List.of(), null, null, "c:\\temp\\m1", null);
            assertThat(store.events().latest(ECHO, filter, 9)).hasSize(1);
        }
    }

    /** By which works that meet would fail, each until its tries are used up. */
    @Test
    void seeWhatOthersWriteMeanwhile() throws Exception {
        set("default_transaction_isolation", "serializable");
        try (SqlStore store = StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC())) {
            store.transactions().writeAndWait(transaction -> {
                String isolation = SqlTransaction.statements(transaction)
                        .one(
                                StatementText.of("SELECT CURRENT_SETTING('transaction_isolation')"),
                                row -> row.getString(1));
                assertThat(isolation).isEqualTo("read committed");
            });
        }
    }

    /** By which what is null is written as the text NULL. */
    @Test
    void writeWhatIsNullAsNull() throws Exception {
        set("array_nulls", "off");
        try (SqlStore store = StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC())) {
            OutboundMessageRequest request = OutboundMessageRequest.builder(
                            new EnvelopeId("m1"), ECHO, new ConversationId("c"), "hello")
                    .build();
            store.transactions().writeAndWait(transaction -> store.outbox()
                    .insert(transaction, List.of(OutboxRow.of(request, null)), 1));
        }

        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT message_id IS NULL FROM outbox")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    /** Nothing else would tell an operator that what the program has accepted is not kept. */
    @Test
    void ofAServerThatForgetsWhatItHasConfirmedAreWarnedOf() throws Exception {
        set("synchronous_commit", "off");

        assertThat(warnings(url))
                .filteredOn(line -> line.contains("synchronous_commit"))
                .singleElement()
                .asString()
                .contains("/" + nameOfDatabase() + " ends suddenly: ")
                .endsWith("synchronous_commit is off; ALTER DATABASE " + nameOfDatabase()
                        + " SET synchronous_commit = on");
        // The server of the tests syncs nothing
        assertThat(warnings(url))
                .anyMatch(line ->
                        line.endsWith("fsync is off; ALTER SYSTEM SET fsync = on, then SELECT pg_reload_conf()"));
    }

    @Test
    void thatAreToForgetAreNotWarnedOf() throws Exception {
        assertThat(warnings(url + "?options=-c%20synchronous_commit=off"))
                .noneMatch(line -> line.contains("synchronous_commit"));
    }

    private static List<String> warnings(String url) throws Exception {
        try (LogLines said = LogLines.of(PostgresTrouble.class, Level.WARN);
                SqlStore store = StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC())) {
            assertThat(store.isWriting()).isTrue();
            return said.lines();
        }
    }

    private String nameOfDatabase() {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Of one that has been idle for less long than the store's. */
    private void awaitTheEndOfAnotherSession() throws SQLException {
        try (Connection other = StoreUnderTest.POSTGRESQL.connect(url);
                Connection watch = StoreUnderTest.POSTGRESQL.connect(url);
                PreparedStatement sessions = watch.prepareStatement("SELECT 1 FROM pg_stat_activity WHERE pid = ?")) {
            sessions.setInt(1, other.unwrap(PGConnection.class).getBackendPID());
            await().until(() -> {
                try (ResultSet found = sessions.executeQuery()) {
                    return !found.next();
                }
            });
        }
    }

    /** @return the number of the connection */
    private static int append(SqlStore store, String message) {
        return store.transactions().run(transaction -> {
            store.events()
                    .append(
                            transaction,
                            ConnectorEvent.about(
                                    ECHO, new EnvelopeId(message), EventType.INBOUND_RECEIVED, EventLevel.INFO, "e"));
            return SqlTransaction.connection(transaction);
        });
    }

    private void set(String setting, String value) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + connection.getCatalog() + " SET " + setting + " = '" + value + "'");
        }
    }
}
