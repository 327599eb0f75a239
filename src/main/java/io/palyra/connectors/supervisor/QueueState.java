package io.palyra.connectors.supervisor;

import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the queues of a connector stand. Whoever shows or judges them has the numbers from here.
 *
 * @param pause of the outbox, or null
 */
public record QueueState(
        ConnectorId connectorId,
        QueueDepth inbound,
        QueueDepth outbound,
        @Nullable QueuePause pause) {

    /** One of the two. */
    public QueueDepth of(Direction direction) {
        return direction == Direction.INBOUND ? inbound : outbound;
    }

    public boolean isPaused() {
        return pause != null;
    }

    /** Of both directions. */
    public long deadLetters() {
        return inbound.deadLetters() + outbound.deadLetters();
    }

    /** Of both directions; null where there are none. */
    public @Nullable Long latestDeadLetterUnixMs() {
        return Stream.of(inbound, outbound)
                .map(QueueDepth::latestDeadLetterUnixMs)
                .flatMap(Stream::ofNullable)
                .max(Long::compare)
                .orElse(null);
    }
}
