package io.palyra.connectors.program;

import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import io.palyra.connectors.supervisor.QueueState;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the start what is left from before: what waits, what was given up, what is paused. */
final class StartReport {

    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

    private StartReport() {}

    /** Reads the store. Says nothing where nothing is left. */
    static void log(Supervision supervision) {
        try {
            List<QueueState> queues = supervision.queues().states();
            long inbound = sum(queues, queue -> queue.inbound().pending());
            long outbound = sum(queues, queue -> queue.outbound().pending());
            long dead = sum(queues, QueueState::deadLetters);
            if (inbound + outbound + dead > 0) {
                LOG.info(
                        "In the store from before: {} inbound and {} outbound messages wait; {} dead letters wait for a"
                                + " decision",
                        inbound,
                        outbound,
                        dead);
            }
            queues.stream().map(QueueState::pause).forEach(StartReport::tell);
        } catch (StoreUnavailableException e) {
            LOG.debug("What is in the store from before is not known: {}", e.getMessage());
        }
    }

    private static long sum(List<QueueState> queues, ToLongFunction<QueueState> number) {
        return queues.stream().mapToLong(number).sum();
    }

    private static void tell(@Nullable QueuePause pause) {
        if (pause != null) {
            LOG.warn(
                    "The queue of {} has been paused since {}{}; `channels queue-resume {}` ends that",
                    pause.connectorId(),
                    Instant.ofEpochMilli(pause.sinceUnixMs()),
                    pause.reason() == null ? "" : ", " + pause.reason(),
                    pause.connectorId());
        }
    }
}
