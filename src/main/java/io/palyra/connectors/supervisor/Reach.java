package io.palyra.connectors.supervisor;

import io.palyra.connectors.lane.Hastening;
import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.lane.Reachability;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells far sides what attempts and sessions have shown, and has what waited go on once one can be reached again. Thread
 * safe; returns at once.
 */
public final class Reach implements Reachability {

    private static final Logger LOG = LoggerFactory.getLogger(Reach.class);

    private final InstanceRegistry instances;
    private final Consumer<ConnectorInstance> ready;
    private final Runnable onOpen;
    private final Map<Direction, Hastening> hastening = new EnumMap<>(Direction.class);

    /**
     * @param ready told of an instance that was not ready and of which a message got through
     * @param onOpen what to run when lanes may have become claimable
     */
    Reach(InstanceRegistry instances, Consumer<ConnectorInstance> ready, Runnable onOpen) {
        this.instances = instances;
        this.ready = ready;
        this.onOpen = onOpen;
    }

    /** To be called before anything runs. */
    public void hastens(Direction direction, Hastening lanes) {
        hastening.put(direction, lanes);
    }

    /** What keeps messages from getting through; empty where nothing does. From memory, never blocks. */
    public Optional<Outage> outage(Direction direction, ConnectorId connectorId) {
        return instances.passage(direction, connectorId).outage();
    }

    /** Whether due messages wait because at most one may try. */
    public boolean isClosed(Direction direction, ConnectorId connectorId) {
        return instances.passage(direction, connectorId).isClosed();
    }

    /** When it could be reached again last (unix ms); 0 where it was never closed. */
    public long openedAt(Direction direction, ConnectorId connectorId) {
        return instances.passage(direction, connectorId).openedAt();
    }

    @Override
    public void answered(Direction direction, ConnectorId connectorId) {
        ConnectorInstance instance =
                direction == Direction.OUTBOUND ? instances.find(connectorId).orElse(null) : null;
        if (instance != null && !instance.isReady() && instance.passage().isTried()) {
            ready.accept(instance);
            return;
        }
        Passage.Change change = instances.passage(direction, connectorId).answered();
        if (change != Passage.Change.NONE) {
            LOG.info("{} can be reached again", name(direction, connectorId));
            follow(change, direction, connectorId);
        }
    }

    @Override
    public void failed(Direction direction, ConnectorId connectorId, long laneId, String reason) {
        Passage passage = instances.passage(direction, connectorId);
        boolean wasClosed = passage.isClosed();
        passage.failed(laneId, reason);
        if (!wasClosed && passage.isClosed()) {
            // Not the reason: it may quote what answered, and so a message
            LOG.warn(
                    "Nothing gets through to {}; one message at a time tries from now on."
                            + " palyra-connectors channels status {} says why",
                    name(direction, connectorId),
                    connectorId);
        }
    }

    @Override
    public void limited(ConnectorId connectorId, Duration time, String reason) {
        instances.passage(Direction.OUTBOUND, connectorId).limited(time, reason);
    }

    /** The platform answered something else than a message: reads may work where sends do not. */
    void heard(ConnectorId connectorId) {
        sign(connectorId, false);
    }

    /** A session with the platform is open. */
    void sessionOpened(ConnectorId connectorId) {
        sign(connectorId, true);
    }

    private void sign(ConnectorId connectorId, boolean strong) {
        Passage.Sign sign = instances.passage(Direction.OUTBOUND, connectorId).signOfLife(strong);
        Hastening lanes = hastening.get(Direction.OUTBOUND);
        if (sign == Passage.Sign.NONE || lanes == null) {
            return;
        }
        if (sign == Passage.Sign.FIRST) {
            lanes.unknownLeft(connectorId);
        } else {
            lanes.unknown(connectorId);
        }
        onOpen.run();
    }

    /** Has one message of an instance that is not ready try. */
    void letOneTry(ConnectorInstance instance) {
        if (!instance.isReady()) {
            instance.passage().letOneTry();
        }
        onOpen.run();
    }

    /** A connector that was not ready is, or an operator says that its platform can be reached. */
    void opened(ConnectorInstance instance) {
        follow(Passage.Change.RECOVERED, Direction.OUTBOUND, instance.id());
    }

    private void follow(Passage.Change change, Direction direction, ConnectorId connectorId) {
        Hastening lanes = hastening.get(direction);
        if (change == Passage.Change.RECOVERED && lanes != null) {
            if (direction == Direction.INBOUND) {
                instances.enabled().forEach(lanes::all);
            } else {
                lanes.all(connectorId);
            }
        }
        onOpen.run();
    }

    private static String name(Direction direction, ConnectorId connectorId) {
        return direction == Direction.INBOUND ? "the daemon" : connectorId.value();
    }
}
