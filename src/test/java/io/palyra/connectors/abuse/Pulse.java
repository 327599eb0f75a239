package io.palyra.connectors.abuse;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks again and again whether the program is alive, as a platform does that restarts what is not. */
final class Pulse {

    private record Beat(long atNanos, long tookNanos) {}

    private static final long PAUSE_MS = 10;

    /** Never opens: what waits for it waits out its time. */
    private static final CountDownLatch PACE = new CountDownLatch(1);

    private final Owner owner;
    private final Queue<Beat> beats = new ConcurrentLinkedQueue<>();
    private final Queue<String> missed = new ConcurrentLinkedQueue<>();

    Pulse(Owner owner) {
        this.owner = owner;
    }

    /** Until it is told to stop, one question after the other. */
    void beat(AtomicBoolean over) throws IOException, InterruptedException {
        while (!over.get()) {
            long start = System.nanoTime();
            HttpResponse<String> answer = owner.call("GET", "/observe/health/live", "");
            beats.add(new Beat(start, System.nanoTime() - start));
            if (answer.statusCode() != 200) {
                missed.add(answer.statusCode() + " " + answer.body());
            }
            PACE.await(PAUSE_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** The answers that were no life. */
    List<String> missed() {
        return List.copyOf(missed);
    }

    /** Of the questions asked since then. */
    Duration p99Since(long nanos) {
        long[] took = beats.stream()
                .filter(beat -> beat.atNanos() - nanos >= 0)
                .mapToLong(Beat::tookNanos)
                .sorted()
                .toArray();
        return took.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(took[Math.min(took.length - 1, took.length * 99 / 100)]);
    }
}
