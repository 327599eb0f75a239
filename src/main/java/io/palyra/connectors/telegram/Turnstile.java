package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.http.Deadline;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.LimitScope;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets no more messages through than Telegram takes in a second, whenever they arrive there: each counts from before it leaves until a
 * second after its answer. {@link Pacing} gives messages their times; on a busy machine several may be late together. Thread safe;
 * blocks.
 */
final class Turnstile {

    private static final Duration COUNTED_AFTER = Duration.ofMillis(1_020);

    private final Semaphore free = new Semaphore(Pacing.PER_SECOND, true);
    private final ScheduledExecutorService timer;
    private final boolean isOn;

    /**
     * @param isOn else it lets everything through
     * @param timer for short tasks; one that has ended lets all through
     */
    Turnstile(boolean isOn, ScheduledExecutorService timer) {
        this.isOn = isOn;
        this.timer = timer;
    }

    /**
     * Waits for a turn, mostly not at all.
     *
     * @param messages that Telegram counts, at most ten
     * @throws RequestException where the turn does not come in time: nothing has left
     */
    void enter(int messages, Deadline deadline) throws RequestException {
        try {
            if (isOn && !free.tryAcquire(messages, deadline.left().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RequestException(new RequestFailure.Limited(
                        "too many messages are on their way to " + TelegramApi.NAME, COUNTED_AFTER, LimitScope.BUCKET));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(new RequestFailure.NotSent("interrupted before the message was sent"));
        }
    }

    /** The messages were answered, or never will be. */
    void left(int messages) {
        if (isOn) {
            try {
                timer.schedule(() -> free.release(messages), COUNTED_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                free.release(messages);
            }
        }
    }
}
