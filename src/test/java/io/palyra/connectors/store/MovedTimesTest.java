package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.time.ClockJump;
import io.palyra.connectors.time.SteadyClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: where two programs use one database, a jump of its clock moves what waits once, and neither of them stores a time of
 * the clock as it was before. Method: two nodes on machines whose clocks are wrong; the clock of the server is set, as the database shows it.
 */
class MovedTimesTest {

    private static final long TOLERANCE_MS = 1_500;
    private static final Duration WEEK = Duration.ofDays(7);

    private final SteadyClock clock = machine(Duration.ofMinutes(-5));
    private final SteadyClock otherClock = machine(Duration.ofDays(1));
    private final List<ClockJump> told = Collections.synchronizedList(new ArrayList<>());
    private String url;
    private SettableServerClock server;
    private SqlStore store;
    private SqlStore other;

    @BeforeEach
    void open() throws SQLException {
        url = TestPostgres.newStore();
        server = new SettableServerClock(url);
        store = StoreUnderTest.POSTGRESQL.open(url, clock);
        other = openOther(otherClock);
        execute(store, insertLane(1, clock.millis() + 60_000));
    }

    private SqlStore openOther(SteadyClock machine) {
        return SqlStore.openPostgres(
                url, TestPostgres.USER, null, new NodeIdentity("other", "1", null, NodeIdentity.LEASE), machine);
    }

    @AfterEach
    void close() {
        other.close();
        store.close();
    }

    private static SteadyClock machine(Duration wrongBy) {
        return SteadyClock.ofMachine(Clock.offset(Clock.systemUTC(), wrongBy));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aJumpIsPutRightOnce(Duration jump) throws Exception {
        server.setForward(jump);

        CompletableFuture<Boolean> moved = move(store, clock);
        CompletableFuture<Boolean> movedByOther = move(other, otherClock);
        CompletableFuture.allOf(moved, movedByOther).join();
        // Who came second has followed at the latest with the next write
        execute(store, insertLane(2, clock.millis()));
        execute(other, insertLane(3, otherClock.millis()));

        assertThat(List.of(moved.join(), movedByOther.join())).containsExactlyInAnyOrder(true, false);
        assertThat(told).hasSize(1);
        assertIsOnTheServersClock(clock);
        assertIsOnTheServersClock(otherClock);
        assertThat(number("SELECT due_at FROM lanes WHERE lane_id = 1"))
                .isCloseTo(server.now().toEpochMilli() + 60_000, within(60_000L));
    }

    /** Its clock has not been compared yet; nobody holds a lease or a retry for an hour because of that. */
    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void whoHasNotNoticedStoresNothingByTheClockAsItWas(Duration jump) throws Exception {
        server.setForward(jump);
        assertThat(move(store, clock).join()).isTrue();

        CompletableFuture<Long> written = other.transactions().submit(transaction -> {
            long now = otherClock.millis();
            SqlTransaction.statements(transaction).update(StatementText.of(insertLane(2, now + 10_000)));
            return now;
        });

        assertThat(written.join()).isCloseTo(server.now().toEpochMilli(), within(TOLERANCE_MS));
        assertThat(number("SELECT due_at FROM lanes WHERE lane_id = 2")).isEqualTo(written.join() + 10_000);
        assertIsOnTheServersClock(otherClock);
        assertThat(otherClock.jumpedMs()).isCloseTo(jump.toMillis(), within(TOLERANCE_MS));
    }

    /** It commits before what waits is moved, which is moved too. */
    @Test
    void whatTheOtherIsCommittingIsMovedToo() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        long due = otherClock.millis() + 60_000;
        CompletableFuture<Boolean> writing = other.transactions().submit(transaction -> {
            SqlTransaction.statements(transaction).update(StatementText.of(insertLane(2, due)));
            written.countDown();
            return awaitQuietly(goOn);
        });
        assertThat(awaitQuietly(written)).isTrue();
        server.setForward(Duration.ofHours(1));

        CompletableFuture<Boolean> moved = move(store, clock);
        Awaitility.await()
                .until(() -> number("SELECT COUNT(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
                                + " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted")
                        == 1);
        goOn.countDown();

        assertThat(writing.join()).isTrue();
        assertThat(moved.join()).isTrue();
        assertThat(number("SELECT due_at FROM lanes WHERE lane_id = 2"))
                .isCloseTo(due + Duration.ofHours(1).toMillis(), within(TOLERANCE_MS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void whoStartsAfterTheJumpHasNothingToFollow(Duration jump) throws Exception {
        other.close();
        server.setForward(jump);
        SteadyClock late = machine(Duration.ofMinutes(5));
        other = openOther(late);
        // Its lease seems to be over by the clock as it is now, so that its session was ended
        await().ignoreExceptions().until(() -> store.probe().join());

        boolean movedAtStart = other.jumpAtStart().isPresent();
        assertThat(move(store, clock).join()).isNotEqualTo(movedAtStart);
        execute(other, insertLane(2, late.millis()));
        execute(store, insertLane(3, clock.millis()));

        assertThat(late.jumpedMs()).isZero();
        assertIsOnTheServersClock(late);
        assertIsOnTheServersClock(clock);
        assertThat(late.compare()).isEmpty();
        assertThat(clock.compare()).isEmpty();
    }

    @Test
    void retentionOfBothLeavesOutTheTimeThatHasNotPassed() throws Exception {
        server.setForward(Duration.ofDays(100));
        move(store, clock).join();
        execute(other, insertLane(2, otherClock.millis()));

        long weekAgo = server.now().minus(WEEK).minus(Duration.ofDays(100)).toEpochMilli();
        assertThat(store.retention().olderThan(WEEK)).isCloseTo(weekAgo, within(TOLERANCE_MS));
        assertThat(other.retention().olderThan(WEEK)).isCloseTo(weekAgo, within(TOLERANCE_MS));
    }

    /** Somebody has the row for long, such as a program whose connection has just been lost. */
    @Test
    void theTimeSeenIsNeverSetBackAndNobodyWaitsForIt() throws Exception {
        long later = clock.millis() + 3_000;
        execute(store, "UPDATE store_clock SET seen_at_unix_ms = " + later);
        other.seeTheTime();
        other.probe().join();
        assertThat(number("SELECT seen_at_unix_ms FROM store_clock")).isEqualTo(later);

        try (Connection holds = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = holds.createStatement()) {
            holds.setAutoCommit(false);
            statement.execute("UPDATE store_clock SET seen_at_unix_ms = 0");
            other.seeTheTime();

            assertThat(other.probe().get(5, TimeUnit.SECONDS)).isNotNull();
        }
    }

    private CompletableFuture<Boolean> move(SqlStore by, SteadyClock its) {
        return by.move(its::compare, (transaction, jump) -> {
            told.add(jump);
            transaction.afterCommit(() -> its.follow(jump));
        });
    }

    private void assertIsOnTheServersClock(SteadyClock its) {
        assertThat(its.instant()).isCloseTo(server.now(), within(TOLERANCE_MS, ChronoUnit.MILLIS));
    }

    private static String insertLane(int id, long due) {
        return "INSERT INTO lanes (lane_id, direction, connector_id, conversation_id, due_at, claimed_at, interrupted, used_at)"
                + " VALUES (" + id + ", 'outbound', 'x:a', 'c" + id + "', " + due + ", 0, 0, " + due + ")";
    }

    private static void execute(SqlStore by, String sql) {
        by.transactions().writeAndWait(transaction -> SqlTransaction.statements(transaction)
                .update(StatementText.of(sql)));
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
