package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.lane.storage.OpenConversation;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.lane.storage.QueueSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The queues of the instances: how they stand, and whether they are paused or drained. The one place where that is asked:
 * the API, metrics, health checks and the program itself have the same numbers. Thread safe.
 */
public final class ConnectorQueues {

    private final InstanceRegistry instances;
    private final QueueSurvey survey;
    private final InstanceRecords records;
    private final Executor executor;
    private final Runnable onOpen;
    private final Object changes;

    /**
     * @param executor asks the store where that must not block
     * @param onOpen what to run when lanes may have become claimable
     * @param changes whose monitor is held by whoever changes or removes an instance
     */
    ConnectorQueues(
            InstanceRegistry instances,
            QueueSurvey survey,
            InstanceRecords records,
            Executor executor,
            Runnable onOpen,
            Object changes) {
        this.instances = instances;
        this.survey = survey;
        this.records = records;
        this.executor = executor;
        this.onOpen = onOpen;
        this.changes = changes;
    }

    /**
     * How the queues of a connector stand; reads the store and may block.
     *
     * @throws UnknownConnectorException where there is no such instance
     */
    public QueueState state(ConnectorId connectorId) {
        QueuePause pause = instances.get(connectorId).pause();
        return state(connectorId, survey.of(connectorId, records.now()), pause);
    }

    /** The same of every instance, in one look at the store. */
    public List<QueueState> states() {
        Map<ConnectorId, List<QueueDepth>> found =
                survey.all(records.now()).stream().collect(Collectors.groupingBy(QueueDepth::connectorId));
        return instances.all().stream()
                .map(instance -> state(instance.id(), found.getOrDefault(instance.id(), List.of()), instance.pause()))
                .toList();
    }

    private static QueueState state(ConnectorId connectorId, List<QueueDepth> depths, @Nullable QueuePause pause) {
        return new QueueState(
                connectorId,
                depth(connectorId, depths, Direction.INBOUND),
                depth(connectorId, depths, Direction.OUTBOUND),
                pause);
    }

    private static QueueDepth depth(ConnectorId connectorId, List<QueueDepth> depths, Direction direction) {
        return depths.stream()
                .filter(depth -> depth.direction() == direction)
                .findFirst()
                .orElseGet(() -> QueueDepth.empty(connectorId, direction));
    }

    /**
     * How long the longest due conversation has waited for somebody to take it, although something gets through; zero where
     * none is due. Costs one look into an index of the store.
     */
    public Duration overdue(Direction direction, ConnectorId connectorId) {
        Passage passage = instances.passage(direction, connectorId);
        if (passage.isClosed()) {
            return Duration.ZERO;
        }
        long now = records.now();
        OptionalLong dueSince = survey.dueSince(direction, connectorId, now);
        // What was due all through an outage could not be taken before its end
        long since = Math.max(dueSince.orElse(now), passage.openedAt());
        return Duration.ofMillis(Math.max(0, now - since));
    }

    /** Conversations that may not go on now; reads the store and may block. */
    public BlockedLanes blocked(ConnectorId connectorId) {
        return survey.blocked(connectorId, closed(connectorId), records.now());
    }

    /**
     * Conversations that have messages to be handed over; reads the store and may block.
     *
     * @throws UnknownConnectorException where there is no such instance
     */
    public List<OpenConversation> open(ConnectorId connectorId, OpenConversation.Order order, int limit) {
        return survey.open(instances.get(connectorId).id(), order, limit, closed(connectorId), records.now());
    }

    private QueueSurvey.Closed closed(ConnectorId connectorId) {
        return new QueueSurvey.Closed(
                instances.passage(Direction.INBOUND, connectorId).isClosed(),
                instances.passage(Direction.OUTBOUND, connectorId).isClosed());
    }

    /** Stops claiming the connector's outbox at once; survives a restart. */
    public void pause(ConnectorId connectorId, @Nullable String reason) {
        synchronized (changes) {
            ConnectorInstance instance = instances.get(connectorId);
            instance.pause(records.paused(connectorId, reason));
        }
    }

    public void resume(ConnectorId connectorId) {
        synchronized (changes) {
            ConnectorInstance instance = instances.get(connectorId);
            records.resumed(connectorId);
            instance.pause(null);
        }
        onOpen.run();
    }

    /** Delivers what is due although the queue is paused; the pause holds again once nothing is due. */
    public void drain(ConnectorId connectorId) {
        instances.get(connectorId).draining(true);
        records.draining(connectorId, true);
        onOpen.run();
    }

    /** A claim found nothing due; what is still in hand is delivered before the pause holds again. Does not block. */
    void drained(ConnectorInstance instance) {
        executor.execute(() -> {
            QueueDepth depth = state(instance.id()).outbound();
            if (depth.due() == 0 && depth.claimed() == 0) {
                instance.draining(false);
                records.draining(instance.id(), false);
            }
        });
    }
}
