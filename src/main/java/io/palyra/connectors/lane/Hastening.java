package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Has lanes go on at once that waited for a far side which can be reached again. In steps, each in a transaction of its own,
 * so that the store takes other work between them. Where the store does not take a step, the rest waits as long as it would
 * have in any case.
 *
 * <p>Everything is looked at once more a moment later: a lane that was about to be given back when the far side answered
 * began its wait just after it.
 *
 * <p>Thread safe; returns at once.
 */
public final class Hastening {

    /** Lanes that one step looks at: a few milliseconds of the store. */
    static final int STEP = 2_000;

    /** Until it is looked at once more. */
    static final Duration MOMENT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Hastening.class);

    private final LaneQueue queue;
    private final Transactions transactions;
    private final ScheduledExecutorService timer;
    private final Clock clock;

    public Hastening(LaneQueue queue, Transactions transactions, ScheduledExecutorService timer, Clock clock) {
        this.queue = queue;
        this.transactions = transactions;
        this.timer = timer;
        this.clock = clock;
    }

    /** Everything that waits because the far side was not reached. */
    public void all(ConnectorId connectorId) {
        twice(() -> step(connectorId, LaneQueue.Step.FIRST));
    }

    /** What waits to find out what became of a message. */
    public void unknown(ConnectorId connectorId) {
        twice(() -> unknownOnce(connectorId));
    }

    /** The same, of what an earlier process has left: nothing of it is in hand. */
    public void unknownLeft(ConnectorId connectorId) {
        unknownOnce(connectorId);
    }

    private void twice(Runnable action) {
        action.run();
        try {
            timer.schedule(action, MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The program stops: what waits keeps its time", e);
        }
    }

    private void step(ConnectorId connectorId, LaneQueue.Step after) {
        try {
            transactions
                    .submit(transaction -> queue.hasten(transaction, connectorId, after, STEP, clock.millis()))
                    .whenComplete((next, failure) -> {
                        if (failure != null) {
                            skipped(connectorId, failure);
                        } else if (!next.equals(LaneQueue.Step.LAST)) {
                            step(connectorId, next);
                        }
                    });
        } catch (StoreUnavailableException e) {
            skipped(connectorId, e);
        }
    }

    private void unknownOnce(ConnectorId connectorId) {
        try {
            transactions
                    .write(transaction -> queue.hastenUnknown(transaction, connectorId, clock.millis()))
                    .whenComplete((ok, failure) -> {
                        if (failure != null) {
                            skipped(connectorId, failure);
                        }
                    });
        } catch (StoreUnavailableException e) {
            skipped(connectorId, e);
        }
    }

    private static void skipped(ConnectorId connectorId, Throwable failure) {
        LOG.atLevel(StoreLostException.isCauseOf(failure) ? Level.DEBUG : Level.WARN)
                .log("What waits in {} is not hastened: {}", connectorId, failure.getMessage());
    }
}
