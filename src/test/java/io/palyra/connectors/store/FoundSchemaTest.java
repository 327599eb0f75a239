package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** A schema of the role's name, into which a server looks first, is made where the store is in the public one. */
class FoundSchemaTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");

    private final String url = TestPostgres.newDatabase();

    @Test
    void theStoreStaysInTheSchemaInWhichItWasFound() throws Exception {
        try (SqlStore store = open()) {
            enqueue(store, "before");

            execute("CREATE SCHEMA " + TestPostgres.USER + " AUTHORIZATION " + TestPostgres.USER);
            openNamed().close();
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

    @Test
    void aNewSchemaDoesNotHideTheStoreFromTheNextStart() throws Exception {
        try (SqlStore store = open()) {
            enqueue(store, "before");
        }
        execute("CREATE SCHEMA " + TestPostgres.USER + " AUTHORIZATION " + TestPostgres.USER);

        assertThat(PostgresDatabase.at(url, TestPostgres.USER, null).check().schema())
                .isEqualTo("public");
        try (SqlStore store = open()) {
            assertThat(store.outbox().find(ECHO, new EnvelopeId("before"))).hasSize(1);
        }
        assertThat(count("SELECT COUNT(*) FROM pg_tables WHERE schemaname = '" + TestPostgres.USER + "'"))
                .isZero();
    }

    @Test
    void ofTwoStoresNoneIsTakenUnasked() throws Exception {
        open().close();
        execute("CREATE SCHEMA " + TestPostgres.USER + " AUTHORIZATION " + TestPostgres.USER);
        openNamed().close();

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreStartException.class)
                .hasMessageContaining(" has a store in each of the schemas " + TestPostgres.USER + ", public, and ")
                .hasMessageEndingWith("; name the one to go on with by ?currentSchema=…");
    }

    /** Somebody else's program, in the schema that everybody finds. */
    @Test
    void aStoreThatTheRoleMayNotWriteIsNoneOfIts() throws Exception {
        open().close();
        String role = "other_than_" + url.substring(url.lastIndexOf('/') + 1);
        execute("CREATE ROLE " + role + " LOGIN");
        execute("CREATE SCHEMA " + role + " AUTHORIZATION " + role);

        for (int start = 0; start < 2; start++) {
            SqlStore.open(new PostgresDialect(url, role, null, TestPostgres.NODE), SteadyClock.ofMachine())
                    .close();
        }
        assertThat(count("SELECT COUNT(*) FROM " + role + ".store_clock")).isEqualTo(1);
    }

    private SqlStore open() {
        return SqlStore.open(
                new PostgresDialect(url, TestPostgres.USER, null, TestPostgres.NODE), SteadyClock.ofMachine());
    }

    /** In the schema of the role's name. */
    private SqlStore openNamed() {
        return SqlStore.open(
                new PostgresDialect(
                        url + "?currentSchema=" + TestPostgres.USER, TestPostgres.USER, null, TestPostgres.NODE),
                SteadyClock.ofMachine());
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
