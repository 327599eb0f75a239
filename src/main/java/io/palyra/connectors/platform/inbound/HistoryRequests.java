package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes requests about feeds at a pace that leaves sends their share; slower while nothing is answered. Thread safe; blocks for
 * the request's turn and the request.
 */
public final class HistoryRequests {

    /** One request. */
    @FunctionalInterface
    public interface Request<T> {
        T run() throws RequestException;
    }

    private final HistoryPace pace;
    private final AtomicLong made = new AtomicLong();

    /** Feeds whose last request was not answered. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    /**
     * @param interval from one request to the next at least, of all feeds together: well above what the platform asks for
     * @param nanos monotonic, as {@link System#nanoTime()}
     */
    public HistoryRequests(Duration interval, LongSupplier nanos) {
        this.pace = new HistoryPace(interval, nanos);
    }

    /**
     * Waits for its turn and runs the request. A refusal is an answer.
     *
     * @throws RequestException also where the thread was interrupted before
     */
    public <T> T run(String feed, Request<T> request) throws RequestException {
        try {
            TimeUnit.NANOSECONDS.sleep(pace.next(isFailing(feed)).toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(new RequestFailure.Stopped("the session ends"));
        }
        made.incrementAndGet();
        try {
            T answer = request.run();
            answered(feed);
            return answer;
        } catch (RequestException e) {
            if (e.failure() instanceof RequestFailure.Refused) {
                answered(feed);
            } else {
                failing.add(feed);
                pace.failed();
            }
            throw e;
        }
    }

    private void answered(String feed) {
        failing.remove(feed);
        pace.answered();
    }

    /** Whether the last request about the feed was not answered. */
    public boolean isFailing(String feed) {
        return failing.contains(feed);
    }

    /** The feed is gone. */
    void forget(String feed) {
        failing.remove(feed);
    }

    /** How many feeds fail at present. */
    public int failing() {
        return failing.size();
    }

    /** How many requests were made. */
    public long made() {
        return made.get();
    }
}
