package io.palyra.connectors.router;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the daemon answers, as its last calls have shown. Thread safe. */
public final class DaemonState {

    /** How a call ended. */
    public enum Outcome {
        /** With a result. */
        ANSWERED,
        /** The daemon is there and refused the message for good. */
        REJECTED,
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
     */
    public record History(
            @Nullable Long lastAnswer,
            @Nullable Long lastFailure,
            @Nullable Long failingSince,
            long failures) {}

    private final Clock clock;
    private volatile Listener listener = (outcome, took) -> {};
    private History history = new History(null, null, null, 0);

    public DaemonState(Clock clock) {
        this.clock = clock;
    }

    /** One listener. */
    public void onCall(Listener newListener) {
        listener = newListener;
    }

    public synchronized History history() {
        return history;
    }

    /** The clock has jumped by so many milliseconds: it has not failed for longer. */
    public synchronized void clockJumped(long ms) {
        history = new History(
                moved(history.lastAnswer(), ms),
                moved(history.lastFailure(), ms),
                moved(history.failingSince(), ms),
                history.failures());
    }

    private static @Nullable Long moved(@Nullable Long unixMs, long ms) {
        return unixMs == null ? null : unixMs + ms;
    }

    void called(Outcome outcome, long startedNanos) {
        record(outcome);
        listener.called(outcome, Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    private synchronized void record(Outcome outcome) {
        long now = clock.millis();
        Long since = history.failingSince();
        history = outcome == Outcome.FAILED
                ? new History(history.lastAnswer(), now, since == null ? now : since, history.failures() + 1)
                : new History(now, history.lastFailure(), null, 0);
    }
}
