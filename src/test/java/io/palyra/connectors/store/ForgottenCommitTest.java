package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a server that dies with a transaction of which nothing is on its disk yet knows nothing of it afterwards, and gives
 * its number to another one. What was in the transaction is written again then, and not taken for stored.
 */
class ForgottenCommitTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final long PATIENCE_S = 20;

    @TempDir
    Path folder;

    private final Death death = new Death();
    private OwnPostgres server;
    private CutWire wire;
    private SqlStore store;

    /** Of the server, once a message is to be committed; the commit does not reach it. */
    private final class Death implements StatementWatch {

        private volatile boolean due;
        private volatile int othersAfterwards;
        private volatile String before = "";
        private volatile String after = "";

        @Override
        public void beforeCommit(String statements) {
            if (due && statements.contains("INSERT INTO inbound")) {
                due = false;
                try {
                    before = nextTransaction();
                    wire.loseNextRequest();
                    server.kill();
                    server.startAgain();
                    after = nextTransaction();
                    for (int i = 0; i < othersAfterwards; i++) {
                        server.ask("SELECT pg_current_xact_id()");
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private String nextTransaction() throws Exception {
            return server.ask("SELECT pg_snapshot_xmax(pg_current_snapshot())");
        }
    }

    @BeforeEach
    void open() throws Exception {
        server = OwnPostgres.start(folder.resolve("data"), Map.of("wal_writer_delay", "10s"));
        wire = new CutWire(server.port());
        Dialect dialect = new PostgresDialect(wire.url(server.url()), TestPostgres.USER, null, TestPostgres.NODE);
        store = SqlStore.open(new WatchedDialect(dialect, death, new StatementWatch() {}), SteadyClock.ofMachine());
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        wire.close();
        server.close();
    }

    @ParameterizedTest(name = "{0} transactions of others since")
    @ValueSource(ints = {0, 3})
    void whatTheServerHasForgottenIsWrittenAgain(int others) throws Exception {
        death.othersAfterwards = others;
        death.due = true;

        assertThat(admit("m1").get(PATIENCE_S, TimeUnit.SECONDS)).isTrue();

        assertThat(death.after)
                .as("number of the next transaction")
                .isNotEmpty()
                .isEqualTo(death.before);
        assertThat(server.ask("SELECT COUNT(*) FROM inbound")).isEqualTo("1");
    }

    private CompletableFuture<Boolean> admit(String id) {
        InboundMessageEvent event = InboundMessageEvent.builder(
                        new EnvelopeId(id), ECHO, new ConversationId("c1"), new SenderId("ada"), "hello")
                .build();
        return store.transactions()
                .submitAsking(transaction -> store.inbox().insert(transaction, event, WireFormat.write(event), 1_000));
    }
}
