package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CascadingExecutorTest {

    private final Deque<Runnable> woken = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private boolean shutDown;

    /** Its threads do nothing until the test lets them. */
    private final CascadingExecutor executor = new CascadingExecutor(thread -> {
        if (shutDown) {
            throw new RejectedExecutionException("shut down");
        }
        woken.add(thread);
    });

    private void run(String name) {
        executor.execute(() -> done.add(name));
    }

    @Test
    void wakesOneThreadForTasksThatAreHandedOverTogether() {
        run("a");
        run("b");
        run("c");

        assertThat(woken).hasSize(1);
    }

    /** Who handed it over does something else about it. */
    @Test
    void aTaskForWhichThereIsNoThreadIsDoneByNoOther() {
        CascadingExecutor first = new CascadingExecutor(thread -> {
            if (woken.isEmpty()) {
                woken.add(thread);
                throw new OutOfMemoryError("no thread");
            }
            thread.run();
        });

        assertThatThrownBy(() -> first.execute(() -> done.add("a"))).isInstanceOf(OutOfMemoryError.class);
        first.execute(() -> done.add("b"));

        assertThat(done).containsExactly("b");
    }

    @Test
    void doesShortTasksOnOneThreadInTheirOrder() {
        run("a");
        run("b");
        run("c");

        woken.remove().run();

        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void wakesAThreadForTheNextTaskBeforeTheFirstBegins() {
        executor.execute(() -> done.add("first, others woken: " + woken.size()));
        run("b");

        woken.remove().run();

        assertThat(done).startsWith("first, others woken: 1");
    }

    @Test
    void wakesNobodyForATaskThatIsAlone() {
        executor.execute(() -> done.add("first, others woken: " + woken.size()));

        woken.remove().run();

        assertThat(done).containsExactly("first, others woken: 0");
    }

    @Test
    void wakesAThreadForATaskThatComesWhileAnotherRuns() {
        executor.execute(() -> run("b"));
        Runnable thread = woken.remove();

        thread.run();

        assertThat(woken).hasSize(1);
        assertThat(done).containsExactly("b");
    }

    @Test
    void aThreadThatWasInterruptedWakesAnotherForWhatWaits() {
        executor.execute(() -> {
            shutDown = false;
            Thread.currentThread().interrupt();
        });
        run("b");
        // There is no thread for the next one when the first begins
        shutDown = true;

        woken.remove().run();
        assertThat(Thread.interrupted()).isTrue();

        woken.remove().run();
        assertThat(done).containsExactly("b");
    }

    @Test
    void aThreadThatFindsNothingDoesNoHarm() {
        run("a");
        run("b");
        woken.remove().run();
        assertThat(woken).hasSize(1);

        woken.remove().run();
        run("c");
        woken.remove().run();

        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void givesEachTaskThatBlocksAThreadOfItsOwn() throws Exception {
        int tasks = 20;
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            CyclicBarrier together = new CyclicBarrier(tasks + 1);
            CascadingExecutor blocking = new CascadingExecutor(pool);
            for (int i = 0; i < tasks; i++) {
                blocking.execute(() -> meet(together));
            }

            assertThat(together.await(30, TimeUnit.SECONDS)).isNotNegative();
        } finally {
            pool.shutdownNow();
        }
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTaskThatWasRejectedIsNotDoneLater() {
        shutDown = true;
        assertThatThrownBy(() -> run("rejected")).isInstanceOf(RejectedExecutionException.class);
        shutDown = false;

        run("b");
        woken.remove().run();

        assertThat(done).containsExactly("b");
    }

    @Test
    void doesWhatWaitsAlsoAfterAShutdown() {
        run("a");
        run("b");
        shutDown = true;

        woken.remove().run();

        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void aTaskThatFailsHoldsUpNoOther() {
        executor.execute(() -> {
            throw new IllegalStateException("at fault");
        });
        run("b");

        assertThatThrownBy(woken.remove()::run).hasMessage("at fault");
        woken.remove().run();

        assertThat(done).containsExactly("b");
    }

    @Test
    void anInterruptDoesNotReachTheNextTask() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            CascadingExecutor single = new CascadingExecutor(pool);
            CountDownLatch handedOver = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            single.execute(() -> {
                awaitUninterrupted(handedOver);
                Thread.currentThread().interrupt();
            });
            single.execute(() -> {
                done.add("interrupted: " + Thread.currentThread().isInterrupted());
                end.countDown();
            });
            handedOver.countDown();

            assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(done).containsExactly("interrupted: false");
        } finally {
            pool.shutdownNow();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
