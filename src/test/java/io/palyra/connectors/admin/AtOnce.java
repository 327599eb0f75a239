package io.palyra.connectors.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs something on several threads, which begin when all are ready. */
final class AtOnce {

    private AtOnce() {}

    /** @return what each has answered, in their order */
    static <T> List<T> run(int threads, IntFunction<T> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier ready = new CyclicBarrier(threads);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(executor.submit(() -> {
                    ready.await();
                    return work.apply(number);
                }));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> each : running) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            executor.shutdownNow();
        }
    }
}
