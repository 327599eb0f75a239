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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of reads when connections break, are all in use, or lead to a server that says nothing. */
class ReaderPoolTest {

    private static final StatementText SESSION = StatementText.of("SELECT pg_backend_pid()");
    private static final Duration SHORT = Duration.ofMillis(300);

    private final String url = TestPostgres.newStore();
    private CutWire wire;
    private ReaderPool pool;
    private Reader reader;

    @BeforeEach
    void open() throws Exception {
        wire = CutWire.to(url);
        PostgresDialect dialect = new PostgresDialect(wire.url(url) + "?socketTimeout=1", TestPostgres.USER, null);
        pool = new ReaderPool(dialect.readers(), SHORT);
        reader = new Reader(pool::take, PostgresDialect.STATEMENTS, dialect, PlaceWatch.none());
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
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
    void whoReadsAfterTheConnectionsBrokeDoesSoOnANewOne() throws Exception {
        int before = session();
        List<Connection> lent = new ArrayList<>();
        for (int i = 0; i < ReaderPool.SIZE; i++) {
            lent.add(pool.take());
        }
        for (Connection each : lent) {
            each.close();
        }

        wire.cut();

        assertThat(session()).isNotEqualTo(before);
    }

    @Test
    void whoReadsAfterTheWriterHasConnectedAnewDoesSoOnANewConnection() {
        int before = session();
        assertThat(session()).isEqualTo(before);

        pool.renew();

        assertThat(session()).isNotEqualTo(before);
    }

    @Test
    void whoFindsAllInUseIsToldSoonAndTheNextOneReads() throws Exception {
        List<Connection> lent = new ArrayList<>();
        for (int i = 0; i < ReaderPool.SIZE; i++) {
            lent.add(pool.take());
        }

        assertThatThrownBy(this::session)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("the store cannot be read: 4 reads are running, and none ended within 300 ms");

        lent.get(0).close();
        session();
        for (Connection each : lent) {
            each.close();
        }
    }

    @Test
    void aDatabaseThatIsAwayIsNamedAndFoundAgain() throws Exception {
        int before = session();
        wire.cut();
        wire.refuse(true);

        for (int i = 0; i <= ReaderPool.SIZE; i++) {
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
                Connection reading = impatient.readers().getConnection()) {
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
