package io.palyra.connectors.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.session.Backoff;
import io.palyra.connectors.platform.session.Connecting;
import io.palyra.connectors.platform.session.ConnectionState;
import io.palyra.connectors.protocol.Readiness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for updates, one request after the other, each of which Telegram holds until there is one. Asking from a position on confirms
 * everything before it, so that it moves only when that is committed. Runs on a thread of its own until it is closed, or until only an
 * operator can help.
 *
 * @see <a href="https://core.telegram.org/bots/api#getupdates">Telegram: getUpdates</a>
 */
final class Polling implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);

    /** Telegram takes up to 50; a connection that has died unnoticed is noticed after so long. */
    private static final int HELD_S = 30;

    /** What an answer may take beyond that: Telegram waits by itself for some seconds where a position repeats. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private static final int BATCH_MAX = 100;
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /** One that an operator may want to know of: only Telegram asks for more. */
    private static final Duration LONG_WAIT = Duration.ofMinutes(1);

    /** Where nothing is answered at once, although it was to be waited for: by a proxy that keeps answers, perhaps. */
    private static final Duration NOT_HELD_WAIT = Duration.ofSeconds(1);

    /**
     * What updates are asked for with.
     *
     * @param api over connections of its own
     * @param connecting told of the first answer, and of the end
     */
    record Parts(
            BotApi api,
            UpdateCursor cursor,
            LastPoll lastPoll,
            Updates updates,
            Conflicts conflicts,
            ConnectionState state,
            Connecting connecting) {}

    private final Parts parts;
    private final Backoff backoff = Backoff.fromOneSecond();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /** The first one is answered at once, so that it shows that the line stands. */
    private boolean holds;

    /** Whether the last batch went its way; one that did not is no sign that the next one will. */
    private boolean takes = true;

    Polling(Parts parts) {
        this.parts = parts;
    }

    @Override
    public void run() {
        try {
            Optional<Duration> pause = Optional.of(Duration.ZERO);
            while (pause.isPresent() && !isClosedWithin(pause.get())) {
                pause = poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }

    private boolean isClosedWithin(Duration pause) throws InterruptedException {
        return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @return how long to wait before the next one; empty where there is none */
    private Optional<Duration> poll() {
        boolean wasToBeHeld = holds;
        long asked = System.nanoTime();
        try {
            JsonNode batch = parts.api().call("getUpdates", arguments(), ANSWER_MAX.plusSeconds(holds ? HELD_S : 0));
            answered();
            boolean wasHeld = System.nanoTime() - asked >= NOT_HELD_WAIT.toNanos();
            Duration pause = batch.isEmpty() && wasToBeHeld && !wasHeld ? NOT_HELD_WAIT : admit(batch);
            if (wasToBeHeld) {
                // One that is answered at once shows nothing of those that are held
                backoff.reset();
            }
            return Optional.of(pause);
        } catch (RequestException e) {
            return closed.getCount() == 0 ? Optional.empty() : after(e.failure());
        } catch (RuntimeException | Error e) {
            return Optional.of(afterFault(e));
        }
    }

    private ObjectNode arguments() {
        ObjectNode arguments = BotApi.arguments().put("limit", BATCH_MAX).put("timeout", holds ? HELD_S : 0);
        if (parts.cursor().next() != null) {
            arguments.put("offset", parts.cursor().next());
        }
        Updates.ALLOWED.forEach(arguments.putArray("allowed_updates")::add);
        return arguments;
    }

    private void answered() {
        holds = true;
        parts.lastPoll().polled();
        parts.connecting().connected();
        parts.state().heartbeat();
        if (takes) {
            goesOn();
        }
    }

    private void goesOn() {
        if (!parts.state().isConnected() && !parts.conflicts().isRepeated()) {
            parts.state().began();
        }
    }

    private Duration admit(JsonNode batch) {
        Duration pause = Duration.ZERO;
        if (!batch.isEmpty()) {
            parts.state().heard();
            Updates.Admitted admitted = parts.updates().admit(batch);
            if (admitted.next() != null) {
                parts.cursor().move(admitted.next());
            }
            pause = admitted.pause();
        }
        if (!takes) {
            takes = true;
            goesOn();
        }
        return pause;
    }

    /** Nobody else would notice that nothing is taken: the line stands, and messages go out. */
    private Duration afterFault(Throwable fault) {
        LOG.error("updates were not taken, and are asked for again", fault);
        takes = false;
        holds = false;
        parts.state().lost(null, "updates come, but a fault in here keeps them from the inbox: " + fault);
        return backoff.next(null);
    }

    private Optional<Duration> after(RequestFailure failure) {
        if (failure instanceof RequestFailure.Unauthorized) {
            return end(Readiness.AUTH_FAILED, "Telegram refuses the token (" + failure.reason() + "); " + Health.TOKEN);
        } else if (failure instanceof RequestFailure.Misconfigured misconfigured) {
            if (misconfigured.code().equals(TelegramCode.CONFLICT.code())) {
                Duration wait = parts.conflicts().met();
                if (parts.conflicts().isRepeated() || !parts.state().isConnected()) {
                    parts.state().lost(TelegramCode.CONFLICT.code(), Conflicts.REASON);
                }
                LOG.warn("{}; asking again in {} s", Conflicts.REASON, wait.toSeconds());
                return Optional.of(wait);
            }
            return end(Readiness.MISCONFIGURED, failure.reason());
        }
        holds = false;
        Duration wait = backoff.next(failure.retryAfter());
        parts.state()
                .lost(
                        null,
                        failure.reason()
                                + (wait.compareTo(LONG_WAIT) > 0
                                        ? "; asked again after " + wait.toSeconds() + " s"
                                        : ""));
        LOG.warn("no updates come, asking again in {} s: {}", wait.toSeconds(), failure.reason());
        return Optional.of(wait);
    }

    private Optional<Duration> end(Readiness readiness, String reason) {
        parts.state().lost(null, reason);
        parts.connecting().ended(new Connecting.End(readiness, reason));
        return Optional.empty();
    }

    /** Ends it; the request in hand is for whoever made the client to cancel. */
    @Override
    public void close() {
        closed.countDown();
    }

    /** Blocks for a moment, until what is on its way to the inbox is there. */
    void awaitEnd() {
        try {
            if (!over.await(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("updates are still on their way to the inbox; they are asked for again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
