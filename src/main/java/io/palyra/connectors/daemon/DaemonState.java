package io.palyra.connectors.daemon;

import io.palyra.connectors.time.Moment;
import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Whether the daemon answers, as its last calls have shown. Thread safe. */
public final class DaemonState {

    /** How a call ended. */
    public enum Outcome {
        /** With a result. */
        ANSWERED,
        /** The daemon is there and refused the message for good. */
        REJECTED,
        /** The daemon is there and wants to be asked again. */
        POSTPONED,
        /** No usable answer. */
        FAILED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Told of each call once it has ended. */
    @FunctionalInterface
    public interface Listener {
        void called(Outcome outcome, Duration took);
    }

    /**
     * Unix ms each; null where it has not happened since the start.
     *
     * @param failingSince the first failure after the last answer
     * @param failures how many calls have failed since then
     * @param lastError what the last of them said; no secret
     */
    public record History(
            @Nullable Long lastAnswer,
            @Nullable Long lastFailure,
            @Nullable Long failingSince,
            long failures,
            @Nullable String lastError) {}

    /** A call that has not ended. */
    public final class Call {

        private final long startedNanos = System.nanoTime();

        /** @param failure why, where it failed */
        void ended(Outcome outcome, String failure) {
            Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
            inHand.remove(this);
            record(outcome, failure, took);
            listener.called(outcome, took);
        }

        /** Nothing is known of the daemon by it. */
        void abandoned() {
            inHand.remove(this);
        }

        private Duration age() {
            return Duration.ofNanos(System.nanoTime() - startedNanos);
        }
    }

    /** Calls that were answered and of which the median is taken. */
    private static final int LATENCIES = 128;

    private final Set<Call> inHand = ConcurrentHashMap.newKeySet();
    private final Deque<Long> latenciesMs = new ArrayDeque<>(LATENCIES);
    private final SteadyClock clock;
    private long jumpedMs;
    private volatile Listener listener = (outcome, took) -> {};
    private History history = new History(null, null, null, 0, null);

    public DaemonState(SteadyClock clock) {
        this.clock = clock;
        jumpedMs = clock.jumpedMs();
    }

    /** One listener. */
    public void onCall(Listener newListener) {
        listener = newListener;
    }

    public synchronized History history() {
        now();
        return history;
    }

    /** The time, on which the history is from then on: the daemon has not failed for longer because a clock was set. */
    private long now() {
        Moment now = clock.now();
        if (now.jumpedMs() != jumpedMs) {
            move(now.jumpedMs() - jumpedMs);
            jumpedMs = now.jumpedMs();
        }
        return now.unixMs();
    }

    private void move(long ms) {
        history = new History(
                moved(history.lastAnswer(), ms),
                moved(history.lastFailure(), ms),
                moved(history.failingSince(), ms),
                history.failures(),
                history.lastError());
    }

    private static @Nullable Long moved(@Nullable Long unixMs, long ms) {
        return unixMs == null ? null : unixMs + ms;
    }

    /** To be told of its end. */
    Call begins() {
        Call call = new Call();
        inHand.add(call);
        return call;
    }

    /** How long the oldest call that has not ended has waited; zero where there is none. */
    public Duration longestWait() {
        return inHand.stream().map(Call::age).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /** Of the last calls that were answered, in ms; empty where none was. */
    public synchronized OptionalLong medianLatencyMs() {
        return latenciesMs.stream()
                .mapToLong(Long::longValue)
                .sorted()
                .skip(latenciesMs.size() / 2)
                .findFirst();
    }

    private synchronized void record(Outcome outcome, String failure, Duration took) {
        if (outcome != Outcome.FAILED) {
            if (latenciesMs.size() == LATENCIES) {
                latenciesMs.removeFirst();
            }
            latenciesMs.addLast(took.toMillis());
        }
        long now = now();
        Long since = history.failingSince();
        history = outcome == Outcome.FAILED
                ? new History(history.lastAnswer(), now, since == null ? now : since, history.failures() + 1, failure)
                : new History(now, history.lastFailure(), null, 0, null);
    }
}
