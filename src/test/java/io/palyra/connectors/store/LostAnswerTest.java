package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: where the connection to PostgreSQL breaks, at whatever moment, nothing is stored twice, and nobody is told what is not so. */
class LostAnswerTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Breaks the connection when it is told to. */
    private static final class Cut implements StatementWatch {

        private final AtomicBoolean beforeCommit = new AtomicBoolean();
        private final AtomicBoolean afterCommit = new AtomicBoolean();
        private final AtomicInteger statements = new AtomicInteger(Integer.MAX_VALUE);
        private final AtomicInteger deadlocks = new AtomicInteger();
        private final AtomicBoolean staysAway = new AtomicBoolean();
        private final AtomicBoolean unreachable = new AtomicBoolean();

        private static SQLException broken() {
            return new SQLException("An I/O error occurred while sending to the backend.", "08006");
        }

        @Override
        public void before(String statement) throws SQLException {
            if (deadlocks.getAndDecrement() > 0) {
                throw new SQLException("deadlock detected", "40P01");
            }
            if (unreachable.get() || statements.getAndDecrement() == 0) {
                throw broken();
            }
        }

        @Override
        public void beforeCommit(String statements) throws SQLException {
            if (beforeCommit.getAndSet(false)) {
                throw broken();
            }
        }

        @Override
        public void afterCommit(String statements) throws SQLException {
            if (afterCommit.getAndSet(false)) {
                unreachable.set(staysAway.get());
                throw broken();
            }
        }
    }

    private final Cut cut = new Cut();
    private String url;
    private SqlStore store;

    @BeforeEach
    void open() {
        url = TestPostgres.newStore();
        store = SqlStore.open(
                new WatchedDialect(
                        new PostgresDialect(url, TestPostgres.USER, null, TestPostgres.NODE),
                        cut,
                        new StatementWatch() {}),
                SteadyClock.ofMachine());
    }

    @AfterEach
    void close() {
        cut.unreachable.set(false);
        store.close();
    }

    private CompletableFuture<Boolean> admit(String id) {
        InboundMessageEvent event = InboundMessageEvent.builder(
                        new EnvelopeId(id), ECHO, new ConversationId("c1"), new SenderId("ada"), "hello")
                .build();
        return store.transactions().submitAsking(transaction -> {
            store.events()
                    .append(transaction, ConnectorEvent.of(ECHO, EventType.INBOUND_RECEIVED, EventLevel.INFO, id));
            return store.inbox().insert(transaction, event, WireFormat.write(event), 1_000);
        });
    }

    private static boolean get(CompletableFuture<Boolean> answer) throws Exception {
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Of messages, each of which has an event, whose numbers have no gap. */
    private long rows() throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*), (SELECT COUNT(*) FROM connector_events),"
                        + " (SELECT MAX(event_id) FROM connector_events) FROM inbound")) {
            rows.next();
            assertThat(rows.getLong(2)).as("events").isEqualTo(rows.getLong(1));
            assertThat(rows.getLong(3)).as("their last number").isEqualTo(rows.getLong(1));
            return rows.getLong(1);
        }
    }

    @Test
    void aCommitThatHappenedIsTakenAsOne() throws Exception {
        cut.afterCommit.set(true);

        assertThat(get(admit("m1"))).as("fresh, not a duplicate of itself").isTrue();
        assertThat(rows()).isEqualTo(1);
        assertThat(get(admit("m2"))).isTrue();
    }

    @Test
    void aCommitThatDidNotHappenIsMadeAgain() throws Exception {
        cut.beforeCommit.set(true);

        assertThat(get(admit("m1"))).isTrue();
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aConnectionThatBreaksInAStatementIsMadeAnew() throws Exception {
        assertThat(get(admit("m0"))).isTrue();
        for (int n = 0; n < 6; n++) {
            cut.statements.set(n);
            assertThat(get(admit("m-" + n))).as("broken at statement %d", n).isTrue();
        }
        assertThat(rows()).isEqualTo(7);
    }

    @Test
    void whatComesMeanwhileIsRefusedUntilTheDatabaseHasSaidWhatBecameOfTheCommit() throws Exception {
        cut.staysAway.set(true);
        cut.afterCommit.set(true);
        CompletableFuture<Boolean> doubtful = admit("m1");
        Awaitility.await().atMost(PATIENCE).untilTrue(cut.unreachable);

        assertThatThrownBy(() -> get(admit("m2")))
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("it is not known what has become of the last commit");
        assertThat(doubtful).isNotDone();

        cut.unreachable.set(false);
        assertThat(get(doubtful)).isTrue();
        assertThat(get(admit("m3"))).isTrue();
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void whyTheDatabaseDoesNotSayWhatBecameOfTheCommitIsSaid() throws Exception {
        assertThat(get(admit("m0"))).isTrue();
        readOnly("on");
        cut.afterCommit.set(true);
        CompletableFuture<Boolean> doubtful = admit("m1");

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> get(admit("m2")))
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("read-only transaction, and it is not known what has become of the last commit"));
        assertThat(doubtful).isNotDone();

        readOnly("off");
        assertThat(get(doubtful)).isTrue();
        assertThat(rows()).isEqualTo(2);
    }

    private void readOnly(String onOff) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(
                    "ALTER DATABASE \"" + connection.getCatalog() + "\" SET default_transaction_read_only = " + onOff);
        }
    }

    @Test
    void theSessionThatAnAdministratorEndsIsMadeAnew() throws Exception {
        assertThat(get(admit("m1"))).isTrue();
        endSessions();

        Awaitility.await().atMost(PATIENCE).until(() -> {
            try {
                return get(admit("m2-" + System.nanoTime()));
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
                return false;
            }
        });
    }

    /** As after a failover, where the session is still that with the old primary. */
    @Test
    void aServerThatHasBecomeAStandbyIsLeft() throws Exception {
        assertThat(get(admit("m1"))).isTrue();
        Set<String> before = sessions();
        store.transactions().writeAndWait(transaction -> SqlTransaction.statements(transaction)
                .update(StatementText.of("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")));

        assertThat(get(admit("m2"))).isTrue();
        assertThat(rows()).isEqualTo(2);
        assertThat(sessions()).as("who reads leaves it, too").hasSize(2).doesNotContainAnyElementsOf(before);
    }

    /** Of the one that writes and one that reads. */
    private Set<String> sessions() throws SQLException {
        assertThat(store.inbox().find(ECHO, new EnvelopeId("m1"))).isPresent();
        Set<String> sessions = new TreeSet<>();
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE application_name = '"
                        + PostgresConnections.APPLICATION + "' AND datname = current_database()")) {
            while (rows.next()) {
                sessions.add(rows.getString(1));
            }
        }
        return sessions;
    }

    @Test
    void whoDeadlocksIsTriedAgain() throws Exception {
        assertThat(get(admit("m1"))).isTrue();
        cut.deadlocks.set(2);

        assertThat(get(admit("m2"))).isTrue();
        assertThat(rows()).isEqualTo(2);
    }

    private void endSessions() throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
    }
}
