package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.store.WatchedStore;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.sql.SQLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that is stored while what becomes of it cannot be read: nobody is told to send it again. */
class UnreadableOutcomeTest {

    @TempDir
    Path folder;

    private volatile boolean unreadable;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        StatementWatch reads = new StatementWatch() {
            @Override
            public void before(String statement) throws SQLException {
                if (unreadable && statement.contains("FROM outbox")) {
                    throw new SQLException("permission denied");
                }
            }
        };
        program = ProgramUnderTest.in(folder)
                .surroundings(it -> it.withStore(new WatchedStore(new StatementWatch() {}, reads)))
                .admin()
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void aTestMessageIsStoredOnce() {
        isStoredOnce("test", "{\"text\":\"hello\",\"conversation_id\":\"c\",\"envelope_id\":\"m1\"}", "m1");
    }

    @Test
    void aTestSendIsStoredOnce() {
        isStoredOnce("test-send", "{\"target\":\"c\",\"text\":\"hello\",\"confirm\":true}", "");
    }

    private void isStoredOnce(String call, String body, String envelopeId) {
        unreadable = true;

        AdminClient.Reply reply = program.client().post("/admin/v1/channels/echo:default/" + call, body);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text("/code")).isEqualTo("store_unavailable");
        assertThat(reply.text("/retryable")).isEqualTo("false");
        assertThat(reply.response().headers().firstValue("Retry-After")).isEmpty();
        assertThat(reply.text("/detail"))
                .startsWith("message " + envelopeId)
                .contains(" is stored, and is not to be sent again; what becomes of it cannot be read now: ");

        unreadable = false;
        Awaitility.await().untilAsserted(() -> assertThat(program.program()
                        .supervision()
                        .calls()
                        .runtime(ProgramUnderTest.ECHO)
                        .get("delivered"))
                .isEqualTo(1L));
    }
}
