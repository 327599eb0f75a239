package io.palyra.connectors.program;

import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.supervisor.QueueState;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the end what a stop has finished, and what is left in the store. */
final class StopReport {

    private static final Logger LOG = LoggerFactory.getLogger(StopReport.class);

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(1);

    private final SqlStore store;
    private final Supervision supervision;
    private final Dispatchers dispatchers;

    StopReport(SqlStore store, Supervision supervision, Dispatchers dispatchers) {
        this.store = store;
        this.supervision = supervision;
        this.dispatchers = dispatchers;
    }

    /** Of a server: a read would wait for longer. */
    private boolean storeAnswers() {
        try {
            return store.probe().get(ANSWER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (StoreUnavailableException | ExecutionException | TimeoutException e) {
            LOG.debug("The store does not answer: {}", e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void log() {
        String finished = Texts.counted(dispatchers.finishedWhileStopping(), "message", "messages");
        if (!store.isFile() && !storeAnswers()) {
            LOG.warn(
                    "Stopped: {} finished while stopping; the store takes nothing, and has what was accepted;"
                            + " conversations that were still in hand: {}",
                    finished,
                    dispatchers.lanesInHand());
            return;
        }
        try {
            List<QueueState> queues = supervision.queues().states();
            LOG.info(
                    "Stopped: {} finished while stopping; left in the store: {} inbound, {} outbound;"
                            + " conversations that were still in hand: {}",
                    finished,
                    queues.stream()
                            .mapToLong(queue -> queue.inbound().pending())
                            .sum(),
                    queues.stream()
                            .mapToLong(queue -> queue.outbound().pending())
                            .sum(),
                    dispatchers.lanesInHand());
        } catch (StoreUnavailableException e) {
            LOG.info("Stopped: {} finished while stopping; the rest stays in the store", finished);
        }
    }
}
