package io.palyra.connectors.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.StoreUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Minutes as rows, of one run and of several. */
@ParameterizedClass
@EnumSource
class StatisticsTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final Duration HOUR = Duration.ofHours(1);

    @Parameter
    private StoreUnderTest database;

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:30Z"));
    private SqlStore store;

    @BeforeEach
    void open() {
        store = database.open(database.newUrl(folder), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Statistics run(String runId) {
        return new Statistics(store.statistics(), store.queueSurvey(), store.transactions(), clock, runId);
    }

    private static void delivered(Statistics run, long latencyMs) {
        run.committed(ConnectorEvent.about(
                        OPS, new EnvelopeId("e"), EventType.OUTBOX_DELIVERED, EventLevel.INFO, "message delivered")
                .with("latency_ms", latencyMs));
    }

    private static Series.Queue only(Series series) {
        assertThat(series.series()).hasSize(1);
        return series.series().get(0);
    }

    private static long sum(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void whatIsSavedTwiceCountsOnceAndRunsAddUp() {
        Statistics one = run("one");
        Statistics two = run("two");
        delivered(one, 10);
        one.save();
        delivered(one, 20);
        one.save();
        delivered(two, 1_000);
        two.save();

        assertThat(only(one.series(HOUR, null)).total().delivered()).isEqualTo(3);
        assertThat(only(run("three").series(HOUR, null)).total().delivered()).isEqualTo(3);
        assertThat(only(one.series(HOUR, null)).total().latencyMsP50()).isEqualTo(20);
        assertThat(only(one.series(HOUR, null)).total().latencyMsP99()).isBetween(990L, 1_010L);
    }

    /** Who stops waits for the commit, and not for those who are told of it. */
    @Test
    void theLastCommitsAreCountedBeforeTheEnd() throws Exception {
        Statistics run = run("one");
        CountDownLatch committed = new CountDownLatch(1);
        store.transactions().write(transaction -> {
            transaction.afterCommit(committed::countDown);
            transaction.wakeAfterCommit(
                    () -> LockSupport.parkNanos(Duration.ofMillis(200).toNanos()));
            transaction.wakeAfterCommit(() -> delivered(run, 10));
        });
        committed.await();
        run.close();

        assertThat(only(run("two").series(HOUR, null)).total().delivered()).isEqualTo(1);
    }

    @Test
    void aMinuteThatHasEndedKeepsWhatIsCountedLateInIt() {
        Statistics one = run("one");
        delivered(one, 10);
        clock.advance(Duration.ofMinutes(1));
        one.save();
        clock.advance(Duration.ofMinutes(-1));
        delivered(one, 10);
        clock.advance(Duration.ofMinutes(1));
        one.save();

        assertThat(only(run("two").series(HOUR, null)).total().delivered()).isEqualTo(2);
    }

    /** As where a clock that was ahead is put right. */
    @Test
    void aMinuteThatComesAgainKeepsWhatWasCountedInIt() {
        Statistics run = run("one");
        delivered(run, 10);
        run.save();
        clock.advance(HOUR);
        delivered(run, 10);
        run.save();
        clock.advance(HOUR.negated());
        delivered(run, 10);
        delivered(run, 10);
        assertThat(sum(only(run.series(HOUR, OPS)).delivered())).isEqualTo(3);
        run.save();

        assertThat(sum(only(run.series(HOUR, OPS)).delivered())).isEqualTo(3);
        assertThat(sum(only(run("two").series(HOUR, OPS)).delivered())).isEqualTo(3);
    }

    @Test
    void eachStepHasItsMinutes() {
        Statistics one = run("one");
        delivered(one, 10);
        clock.advance(Duration.ofMinutes(3));
        delivered(one, 30);
        delivered(one, 30);
        one.save();

        Series series = one.series(HOUR, null);
        assertThat(series.atUnixMs())
                .hasSize(60)
                .endsWith(Instant.parse("2026-01-01T00:03:00Z").toEpochMilli());
        assertThat(only(series).delivered()).endsWith(1L, 0L, 0L, 2L);
        assertThat(only(series).latencyMsP50()).endsWith(10L, null, null, 30L);
        assertThat(sum(only(one.series(Duration.ofDays(2), null)).delivered()))
                .as("in longer steps")
                .isEqualTo(3);
        assertThat(one.series(HOUR, ConnectorId.of("echo:dev")).series()).isEmpty();
        assertThat(one.series(Duration.ofMinutes(2), OPS)
                        .series()
                        .get(0)
                        .total()
                        .delivered())
                .isEqualTo(2);
    }

    @Test
    void whatIsOldIsPurged() {
        Statistics one = run("one");
        delivered(one, 10);
        one.save();
        clock.advance(Duration.ofMinutes(30));
        delivered(one, 10);
        one.save();
        long before = clock.millis() - Duration.ofMinutes(10).toMillis();
        int purged = store.transactions().run(transaction -> store.retention().purgeStatistics(transaction, before));

        assertThat(purged).as("a minute of messages and one of the program").isEqualTo(2);
        assertThat(only(run("two").series(HOUR, null)).total().delivered()).isEqualTo(1);
        assertThat(store.transactions()
                        .<Integer>run(transaction -> store.retention().purgeStatistics(transaction, before)))
                .isZero();
    }
}
