package io.palyra.connectors.store;

import static io.palyra.connectors.testkit.ProgramUnderTest.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: three settings put the real program on PostgreSQL, and everything goes on there as it does on SQLite. */
class PostgresProgramTest {

    private static final String PASSWORD = "a-password-of-the-test";

    @TempDir
    Path folder;

    private String url;

    @BeforeEach
    void makeDatabaseAndUser() throws SQLException {
        url = TestPostgres.newDatabase();
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + user() + " LOGIN PASSWORD '" + PASSWORD + "'");
            statement.execute("CREATE SCHEMA bots AUTHORIZATION " + user());
        }
    }

    private String user() {
        return "bots_" + url.substring(url.lastIndexOf('_') + 1);
    }

    private ProgramUnderTest start() throws Exception {
        return ProgramUnderTest.start(
                folder,
                Map.of(
                        "palyra.store.url",
                        url + "?currentSchema=bots",
                        "palyra.store.username",
                        user(),
                        "palyra.store.password",
                        "{{store.secret}}",
                        "store.secret",
                        PASSWORD));
    }

    @Test
    void aMessageGoesInAndItsReplyComesOutAndARestartKnowsBoth() throws Exception {
        try (ProgramUnderTest program = start()) {
            program.program()
                    .inbox()
                    .admit(ProgramUnderTest.echoEvent("m1", "c1", "hello"))
                    .join();
            awaitDelivered(program, "m1:0");
        }
        try (ProgramUnderTest program = start()) {
            assertThat(program.program()
                            .inbox()
                            .admit(ProgramUnderTest.echoEvent("m1", "c1", "hello"))
                            .join()
                            .duplicate())
                    .isTrue();
            program.program()
                    .inbox()
                    .admit(ProgramUnderTest.echoEvent("m2", "c1", "hello again"))
                    .join();
            awaitDelivered(program, "m2:0");
            DataSource reports = program.context().getRegistry().lookupByNameAndType("palyraStore", DataSource.class);
            try (Connection connection = reports.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT envelope_id FROM palyra_outbox_v1 WHERE state = 'delivered' ORDER BY sequence")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("m1:0");
            }
        }
    }

    @Test
    void theProgramGoesOnByItselfOnceTheDatabaseIsBack() throws Exception {
        try (ProgramUnderTest program = start()) {
            program.program()
                    .inbox()
                    .admit(ProgramUnderTest.echoEvent("m1", "c1", "hello"))
                    .join();
            awaitDelivered(program, "m1:0");
            endSessions();
            Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> program.program()
                    .inbox()
                    .admit(ProgramUnderTest.echoEvent("m2", "c1", "hello"))
                    .join()
                    .accepted());
            awaitDelivered(program, "m2:0");
        }
    }

    @Test
    void aWrongReferenceIsToldWithoutTheSecret() {
        assertThatThrownBy(() -> ProgramUnderTest.start(
                        folder,
                        Map.of(
                                "palyra.store.url",
                                url,
                                "palyra.store.username",
                                user(),
                                "palyra.store.password",
                                "{{nothing.there}}")))
                .hasMessageContaining("palyra.store.password: the reference cannot be resolved");
    }

    private static void awaitDelivered(ProgramUnderTest program, String envelopeId) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> program.program().outboxStore().find(ECHO, new EnvelopeId(envelopeId)).stream()
                        .anyMatch(entry -> entry.state() == OutboxState.DELIVERED));
    }

    private void endSessions() throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
    }
}
