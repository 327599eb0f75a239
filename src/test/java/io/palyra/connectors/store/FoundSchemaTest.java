package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.time.SteadyClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A schema of the role's name, which a server looks into first, gets a store of its own while another is open in the public one. */
class FoundSchemaTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");

    private final String url = TestPostgres.newDatabase();

    @Test
    void theStoreStaysInTheSchemaInWhichItWasFound() throws Exception {
        try (SqlStore store =
                SqlStore.open(new PostgresDialect(url, TestPostgres.USER, null, TestPostgres.NODE), SteadyClock.ofMachine())) {
            enqueue(store, "before");

            execute("CREATE SCHEMA " + TestPostgres.USER + " AUTHORIZATION " + TestPostgres.USER);
            SqlStore.open(new PostgresDialect(url, TestPostgres.USER, null, TestPostgres.NODE), SteadyClock.ofMachine())
                    .close();
            execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

            enqueue(store, "after");
            assertThat(store.outbox().find(ECHO, new EnvelopeId("before"))).hasSize(1);
            assertThat(store.outbox().find(ECHO, new EnvelopeId("after"))).hasSize(1);
        }
        assertThat(count("SELECT COUNT(*) FROM public.outbox")).isEqualTo(2);
        assertThat(count("SELECT COUNT(*) FROM " + TestPostgres.USER + ".outbox"))
                .isZero();
    }

    private static void enqueue(SqlStore store, String id) {
        OutboundMessageRequest message = OutboundMessageRequest.builder(
                        new EnvelopeId(id), ECHO, new ConversationId("c1"), "hello")
                .build();
        store.transactions()
                .submitAsking(
                        transaction -> store.outbox().insert(transaction, List.of(OutboxRow.of(message, null)), 1_000))
                .join();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, TestPostgres.USER, null);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, TestPostgres.USER, null);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
