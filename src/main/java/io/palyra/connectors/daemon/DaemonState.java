package io.palyra.connectors.daemon;

import io.palyra.connectors.time.Moment;
import io.palyra.connectors.time.SteadyClock;
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

    /** @param failure why, where it failed */
    void called(Outcome outcome, String failure, long startedNanos) {
        record(outcome, failure);
        listener.called(outcome, Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    private synchronized void record(Outcome outcome, String failure) {
        long now = now();
        Long since = history.failingSince();
        history = outcome == Outcome.FAILED
                ? new History(history.lastAnswer(), now, since == null ? now : since, history.failures() + 1, failure)
                : new History(now, history.lastFailure(), null, 0, null);
    }
}
