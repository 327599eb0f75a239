package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.time.ClockJump;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever the clock does, what waits keeps the length it had left, and nothing is taken to be older than it is.
 * Method: rows as a program leaves them; the clock jumps while the store is open, or between two openings.
 */
@ParameterizedClass
@EnumSource
class StoredTimeTest {

    @Parameter
    private StoreUnderTest database;

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(NOW));
    private String url;
    private SqlStore store;

    @BeforeEach
    void fill() {
        url = database.newUrl(folder);
        store = open();
        String lane = "INSERT INTO lanes (lane_id, direction, connector_id, conversation_id, due_at, owner, claimed_at,"
                + " interrupted, used_at) VALUES ";
        execute(
                lane + row(1, "'outbound'", "'x:a'", "'waits'", NOW + 1_000, "NULL", 0, 0, NOW),
                lane + row(2, "'outbound'", "'x:a'", "'claimed'", NOW + 60_000, "'me'", NOW - 5_000, NOW - 9_000, NOW),
                lane + row(3, "'inbound'", "'x:a'", "'rests'", "NULL", "NULL", 0, 0, NOW),
                "INSERT INTO outbox (sequence, lane_id, connector_id, envelope_id, payload, state, claimable, created_at_unix_ms,"
                        + " next_attempt_unix_ms, unknown_since_unix_ms) VALUES "
                        + row(1, 1, "'x:a'", "'m1'", "'{}'", "'unknown'", 1, NOW - 2_000, NOW + 1_000, NOW - 2_000),
                "INSERT INTO inbound (sequence, lane_id, connector_id, envelope_id, payload, state, created_at_unix_ms,"
                        + " next_attempt_unix_ms) VALUES "
                        + row(1, 3, "'x:a'", "'e1'", "'{}'", "'pending'", NOW - 2_000, NOW + 3_000),
                "INSERT INTO rate_limits VALUES " + row("'x:a'", "''", "'slow'", NOW - 1_000, NOW + 30_000));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H", "P365D", "P-365D"})
    void whatWaitsKeepsTheLengthThatItHadLeft(Duration jump) throws SQLException {
        move(jump);

        long now = NOW + jump.toMillis();
        assertThat(number("SELECT due_at FROM lanes WHERE lane_id = 1")).isEqualTo(now + 1_000);
        assertThat(number("SELECT due_at FROM lanes WHERE lane_id = 2")).isEqualTo(now + 60_000);
        assertThat(number("SELECT claimed_at FROM lanes WHERE lane_id = 2")).isEqualTo(now - 5_000);
        assertThat(number("SELECT interrupted FROM lanes WHERE lane_id = 2")).isEqualTo(now - 9_000);
        assertThat(number("SELECT COUNT(*) FROM lanes WHERE due_at IS NULL AND interrupted = 0 AND claimed_at = 0"))
                .isEqualTo(1);
        assertThat(number("SELECT next_attempt_unix_ms FROM outbox")).isEqualTo(now + 1_000);
        assertThat(number("SELECT unknown_since_unix_ms FROM outbox")).isEqualTo(now - 2_000);
        assertThat(number("SELECT next_attempt_unix_ms FROM inbound")).isEqualTo(now + 3_000);
        assertThat(number("SELECT until_unix_ms FROM rate_limits")).isEqualTo(now + 30_000);
        assertThat(number("SELECT MAX(used_at) FROM lanes")).isLessThanOrEqualTo(Math.max(now, NOW));
    }

    @Test
    void retentionLeavesOutTimeThatHasNotPassedAlsoAfterARestart() {
        move(Duration.ofDays(100));

        assertThat(store.retention().olderThan(WEEK)).isEqualTo(NOW - WEEK.toMillis());
        reopen(Duration.ofMinutes(1));
        assertThat(store.retention().olderThan(WEEK)).isEqualTo(NOW + 60_000 - WEEK.toMillis());

        move(Duration.ofDays(-100));

        assertThat(store.retention().olderThan(WEEK)).isEqualTo(NOW + 60_000 - WEEK.toMillis());
    }

    @Test
    void aStartThatFindsTheClockBackHoldsNothingUp() throws SQLException {
        reopen(Duration.ofHours(-3));

        long now = NOW - 3 * HOUR;
        assertThat(store.jumpAtStart()).contains(new ClockJump(NOW, now));
        assertThat(number("SELECT due_at FROM lanes WHERE lane_id = 1")).isEqualTo(now + 1_000);
        assertThat(number("SELECT due_at FROM lanes WHERE lane_id = 2"))
                .as("what a process had in hand is due at once")
                .isEqualTo(now);
        assertThat(number("SELECT until_unix_ms FROM rate_limits")).isEqualTo(now + 30_000);
    }

    @Test
    void aStartThatFindsTheClockBackDoesNotKnowHowLongItWasDown() throws SQLException {
        reopen(Duration.ofHours(-3));

        long now = NOW - 3 * HOUR;
        assertThat(number("SELECT unknown_since_unix_ms FROM outbox")).isEqualTo(now - 2_000 - DAY);
        assertThat(number("SELECT interrupted FROM lanes WHERE lane_id = 2")).isEqualTo(now - 9_000 - DAY);
    }

    @Test
    void timeForWhichTheProgramWasDownHasPassedForWhatWaits() throws SQLException {
        reopen(Duration.ofHours(3));

        assertThat(store.jumpAtStart()).isEmpty();
        assertThat(number("SELECT due_at FROM lanes WHERE lane_id = 1")).isEqualTo(NOW + 1_000);
        assertThat(number("SELECT unknown_since_unix_ms FROM outbox")).isEqualTo(NOW - 2_000);
    }

    @Test
    void aShortDowntimeCountsAndALongOneIsBelievedAfterThreeDays() {
        reopen(Duration.ofMinutes(59));
        assertThat(store.retention().olderThan(WEEK)).isEqualTo(clock.millis() - WEEK.toMillis());
        long whole = clock.millis();

        reopen(Duration.ofDays(400));
        assertThat(store.retention().olderThan(WEEK)).isEqualTo(whole - WEEK.toMillis());
        reopen(Duration.ofMinutes(59));
        clock.advance(StoredTime.BELIEVED_AFTER.minusHours(1));
        assertThat(store.retention().olderThan(WEEK)).isLessThan(whole);
        clock.advance(Duration.ofMinutes(1));
        assertThat(store.retention().olderThan(WEEK)).isEqualTo(clock.millis() - WEEK.toMillis());
    }

    @Test
    void theLatestTimeIsKnownAlsoAfterAKill() throws SQLException {
        clock.advance(Duration.ofHours(2));
        store.probe().join();

        assertThat(number("SELECT seen_at_unix_ms FROM store_clock")).isEqualTo(NOW + 2 * HOUR);
    }

    @Test
    void aStampFromTheFutureHoldsNothingUpForLongerThanRetention() throws SQLException {
        execute(
                "UPDATE outbox SET state = 'delivered', claimable = 0, settled_at_unix_ms = created_at_unix_ms + "
                        + 1_000 * DAY + ", created_at_unix_ms = created_at_unix_ms + " + 1_000 * DAY,
                "UPDATE inbound SET state = 'routed', claimable = 0, settled_at_unix_ms = created_at_unix_ms + "
                        + 1_000 * DAY,
                "INSERT INTO dead_letters VALUES "
                        + row(1, "'x:a'", "'d1'", "'outbound'", "'why'", "'{}'", NOW + 1_000 * DAY),
                "INSERT INTO connector_events VALUES "
                        + row("'x:a'", 1, "'outbox.enqueued'", "'info'", "'m'", "NULL", NOW + 1_000 * DAY) + ", "
                        + row("'x:a'", 2, "'outbox.enqueued'", "'info'", "'m'", "NULL", NOW + 1_000 * DAY));
        purge(WEEK);
        assertThat(number("SELECT COUNT(*) FROM outbox")).isEqualTo(1);

        clock.advance(WEEK.plusHours(1));
        purge(WEEK);

        assertThat(number("SELECT COUNT(*) FROM outbox")).isZero();
        assertThat(number("SELECT COUNT(*) FROM inbound")).isZero();
        assertThat(number("SELECT COUNT(*) FROM dead_letters")).isZero();
        assertThat(number("SELECT MIN(event_id) FROM connector_events"))
                .as("the newest stays")
                .isEqualTo(2);
    }

    private void purge(Duration age) {
        long before = store.retention().olderThan(age);
        store.transactions().writeAndWait(transaction -> {
            store.retention().purgeDelivered(transaction, before, 10);
            store.retention().purgeInbound(transaction, before, 10);
            store.retention().purgeDead(transaction, before, 10);
            store.retention().purgeEvents(transaction, before, 10);
        });
    }

    private void move(Duration jump) {
        long before = clock.millis();
        ClockJump found = new ClockJump(before, before + jump.toMillis());
        store.move(() -> Optional.of(found), (transaction, any) -> transaction.afterCommit(() -> clock.advance(jump)))
                .join();
    }

    private void reopen(Duration later) {
        store.close();
        clock.advance(later);
        store = open();
    }

    private SqlStore open() {
        return database.open(url, clock);
    }

    private static String row(Object... values) {
        StringBuilder row = new StringBuilder("(");
        for (Object value : values) {
            row.append(row.length() == 1 ? "" : ", ").append(value);
        }
        return row.append(")").toString();
    }

    private void execute(String... statements) {
        store.transactions().writeAndWait(transaction -> {
            for (String sql : statements) {
                SqlTransaction.statements(transaction).update(StatementText.of(sql));
            }
        });
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = database.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
