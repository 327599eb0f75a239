package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.lane.CascadingExecutor;
import io.palyra.connectors.lane.LaneDispatcher;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.testkit.LanesUnderTest;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For a moment the machine makes no more threads. */
class NoThreadLeftTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");

    @TempDir
    Path folder;

    @Test
    void aLaneThatGetsNoWorkerIsTriedAgain() {
        ExecutorService workers = Executors.newCachedThreadPool();
        AtomicBoolean threads = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger handed = new AtomicInteger();
        LanesUnderTest lanes = new LanesUnderTest(
                StoreUnderTest.SQLITE.open(StoreUnderTest.SQLITE.newUrl(folder), Clock.systemUTC()),
                Clock.systemUTC(),
                Executors.newSingleThreadScheduledExecutor(),
                new LaneDispatcher.Limits(4, 4, 16, Duration.ofSeconds(60)),
                new Passage(SteadyClock.following(Clock.systemUTC()), () -> 0),
                ECHO);
        try {
            lanes.start(
                    delivery -> {
                        handed.incrementAndGet();
                        delivery.settle(LaneStep.NEXT, transaction -> lanes.outbox()
                                .delivered(transaction, delivery.entry().sequence(), new MessageId("n1"), 1, 1));
                    },
                    new CascadingExecutor(task -> {
                        if (!threads.get()) {
                            refused.incrementAndGet();
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        workers.execute(task);
                    }));
            lanes.insert(ECHO, "m1", "c1", "hello");
            await().until(() -> refused.get() > 0);

            threads.set(true);

            await().until(() -> handed.get() == 1);
            assertThat(lanes.store().isWriting()).isTrue();
            assertThat(lanes.store().probe().join()).isTrue();
        } finally {
            lanes.close();
            workers.shutdownNow();
        }
    }
}
