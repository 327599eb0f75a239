package io.palyra.connectors.cli;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Says on standard error, once a second from the first second on, what a command is waiting for. */
final class Progress {

    private Progress() {}

    static <T> T during(PrintWriter err, String what, Supplier<T> work) {
        AtomicInteger seconds = new AtomicInteger();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "palyra-cli-progress");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleAtFixedRate(
                () -> {
                    err.println(what + " … " + seconds.incrementAndGet() + " s");
                    err.flush();
                },
                1,
                1,
                TimeUnit.SECONDS);
        try {
            return work.get();
        } finally {
            timer.shutdownNow();
        }
    }
}
