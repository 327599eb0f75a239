package io.palyra.connectors.platform.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.platform.inbound.HistoryQueue.Order;
import io.palyra.connectors.platform.inbound.HistoryQueue.Rank;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is read first, and by whom. */
class HistoryQueueTest {

    @Test
    void theFeedWithTheNewestMessageGoesFirstAndWhatNobodyNamesLast() {
        Order search = new Order(Rank.SEARCH, 0);
        Order unlisted = new Order(Rank.UNLISTED, 0);
        Order perhaps = new Order(Rank.PERHAPS_BEHIND, 0);
        Order older = new Order(Rank.BEHIND, 5);
        Order newest = new Order(Rank.BEHIND, Long.MAX_VALUE);
        assertThat(Stream.of(search, unlisted, older, perhaps, newest).sorted())
                .isEqualTo(List.of(newest, older, perhaps, unlisted, search));
    }

    @Test
    void feedsThatFailTakeNoThreadOfThoseThatWork() throws Exception {
        HistoryQueue queue = new HistoryQueue(Thread::new);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        try {
            for (int i = 0; i < 20; i++) {
                queue.execute(new Order(Rank.FAILING, 0), () -> awaitUninterrupted(released));
            }
            queue.execute(new Order(Rank.UNLISTED, 0), read::countDown);
            assertThat(read.await(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            released.countDown();
            queue.close();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
