package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.LanesUnderTest;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that stops everything may have been left interrupted by what it has stopped before, such as a platform's client. */
class InterruptedStopTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");

    @TempDir
    private Path folder;

    private final CountDownLatch inHand = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final ExecutorService workers = Executors.newCachedThreadPool();

    @Test
    void whatIsInHandHasUntilTheDeadline() throws Exception {
        SteadyClock clock = SteadyClock.ofMachine();
        StoreUnderTest database = StoreUnderTest.SQLITE;
        try (LanesUnderTest lanes = new LanesUnderTest(
                database.open(database.newUrl(folder), clock),
                Clock.systemUTC(),
                Executors.newSingleThreadScheduledExecutor(),
                new LaneDispatcher.Limits(1, 1, 1, Duration.ofMinutes(1)),
                new Passage(clock, () -> 0.5),
                ECHO)) {
            lanes.start(this::deliver, workers);
            lanes.insert(ECHO, "m", "c", "hello");
            inHand.await();

            FutureTask<Integer> stopped = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                int abandoned = lanes.stop(Duration.ofMinutes(1));
                assertThat(Thread.interrupted()).as("it is kept").isTrue();
                return abandoned;
            });
            Thread stopping = new Thread(stopped, "stopping");
            stopping.start();
            Awaitility.await().until(() -> stopped.isDone() || stopping.getState() == Thread.State.TIMED_WAITING);
            answered.countDown();

            assertThat(stopped.get()).as("conversations that were abandoned").isZero();
        } finally {
            answered.countDown();
            workers.shutdown();
        }
    }

    private void deliver(LaneDelivery delivery) {
        inHand.countDown();
        try {
            answered.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        delivery.giveBack();
    }
}
