package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of reads when connections break, are all in use, or lead to a server that says nothing. */
class ReaderConnectionsTest {

    private static final StatementText SESSION = StatementText.of("SELECT pg_backend_pid()");
    private static final Duration SHORT = Duration.ofMillis(50);

    private final String url = TestPostgres.newDatabase();
    private final AtomicInteger opened = new AtomicInteger();
    private CutWire wire;
    private ReaderConnections connections;
    private Reader reader;

    @BeforeEach
    void open() throws Exception {
        wire = CutWire.to(url);
        PostgresDialect dialect = new PostgresDialect(wire.url(url) + "?socketTimeout=1", TestPostgres.USER, null);
        connections = new ReaderConnections(
                () -> {
                    Connection fresh = dialect.openReader();
                    opened.incrementAndGet();
                    return fresh;
                },
                PostgresDialect.STATEMENTS,
                true,
                SHORT);
        reader = new Reader(connections, dialect, () -> null);
    }

    @AfterEach
    void close() throws Exception {
        connections.close();
        wire.close();
    }

    private int session() {
        return reader.read(statements -> statements.one(SESSION, row -> row.getInt(1)));
    }

    private int awaitSession() {
        return await().atMost(Duration.ofSeconds(20))
                .ignoreException(StoreUnavailableException.class)
                .until(this::session, found -> true);
    }

    @Test
    void whoReadsNextDoesSoOnTheSameConnection() {
        assertThat(session()).isEqualTo(session());
        assertThat(opened).hasValue(1);
    }

    @Test
    void allThatWereKeptAreReplacedWhereOneHasBroken() throws Exception {
        List<ReaderConnections.Lent> lent = new ArrayList<>();
        for (int i = 0; i < ReaderConnections.IN_USE_MAX; i++) {
            lent.add(connections.take());
        }
        lent.forEach(ReaderConnections.Lent::giveBack);

        wire.cut();

        session();
        assertThat(opened).hasValue(ReaderConnections.IN_USE_MAX + 1);
    }

    @Test
    void whoFindsAllInUseIsToldSoonAndTheNextOneReads() throws Exception {
        List<ReaderConnections.Lent> lent = new ArrayList<>();
        for (int i = 0; i < ReaderConnections.IN_USE_MAX; i++) {
            lent.add(connections.take());
        }

        assertThatThrownBy(this::session)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("the store cannot be read: 4 reads are running, and none ended within 50 ms");

        lent.get(0).giveBack();
        session();
    }

    @Test
    void aDatabaseThatIsAwayIsNamedAtOnceAndFoundAgain() throws Exception {
        int before = session();
        wire.cut();
        wire.refuse(true);

        for (int i = 0; i <= ReaderConnections.IN_USE_MAX; i++) {
            assertThatThrownBy(this::session)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageStartingWith("the store cannot be read: The connection attempt failed");
        }

        wire.refuse(false);
        assertThat(awaitSession()).isNotEqualTo(before);
    }

    @Test
    void aServerThatSaysNothingIsLeftAndFoundAgain() {
        int before = session();
        wire.silent(true);

        assertThatThrownBy(this::session).isInstanceOf(StoreUnavailableException.class);

        wire.silent(false);
        assertThat(awaitSession()).isNotEqualTo(before);
    }

    @Test
    void aReadThatWaitsForALockIsEndedByTheServer() throws Exception {
        String limited = wire.url(url) + "?options=-c%20statement_timeout=200";
        PostgresDialect impatient = new PostgresDialect(limited, TestPostgres.USER, null);
        try (Connection other = DriverManager.getConnection(url, TestPostgres.USER, null);
                Statement lock = other.createStatement();
                Connection reading = impatient.openReader()) {
            lock.execute("CREATE TABLE locked (n INTEGER)");
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE locked IN ACCESS EXCLUSIVE MODE");

            assertThatThrownBy(() -> new Statements(reading, PostgresDialect.STATEMENTS)
                            .query(StatementText.of("SELECT n FROM locked"), row -> row.getInt(1)))
                    .hasMessageContaining("canceling statement due to statement timeout");
        }
        String limit = reader.read(
                statements -> statements.one(StatementText.of("SHOW statement_timeout"), row -> row.getString(1)));
        assertThat(limit).as("unless the administrator has set another one").isEqualTo("30s");
    }
}
