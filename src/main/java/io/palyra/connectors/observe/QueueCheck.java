package io.palyra.connectors.observe;

import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.supervisor.ConnectorCondition;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether due messages are taken in hand. What waits for a retry, an operator or a far side that cannot be reached is not
 * due; the checks of the connectors and the daemon speak of the last.
 */
final class QueueCheck {

    private final Supervision supervision;
    private final Duration limit;
    private final StoreCheck store;

    /** @param store looked at before */
    QueueCheck(Supervision supervision, Duration limit, StoreCheck store) {
        this.supervision = supervision;
        this.limit = limit;
        this.store = store;
    }

    Finding inbox() {
        // A message that came in is answered whatever has become of its connector, so each is looked at
        return check(
                Direction.INBOUND,
                supervision.roster().conditions().stream()
                        .filter(ConnectorCondition::enabled)
                        .toList(),
                "see whether the daemon keeps up, then raise palyra.daemon.concurrency");
    }

    Finding outbox() {
        return check(
                Direction.OUTBOUND,
                supervision.roster().conditions().stream()
                        .filter(ConnectorCondition::isWorking)
                        .toList(),
                "see whether its platform is slow, then raise palyra.outbox.claim-lanes");
    }

    /** How the outbox of a connector stands; empty where the store does not tell, or it was removed a moment ago. */
    Optional<QueueDepth> outbox(ConnectorId connectorId) {
        if (store.isDown()) {
            return Optional.empty();
        }
        try {
            return Optional.of(supervision.queues().state(connectorId).outbound());
        } catch (StoreUnavailableException | UnknownConnectorException e) {
            return Optional.empty();
        }
    }

    private Finding check(Direction direction, List<ConnectorCondition> connectors, String wayOut) {
        if (store.isDown()) {
            return Finding.down("not known: see the check store");
        }
        try {
            for (ConnectorCondition connector : connectors) {
                ConnectorId id = connector.connectorId();
                Duration overdue = supervision.queues().overdue(direction, id);
                if (overdue.compareTo(limit) > 0) {
                    return Finding.down("a conversation of " + id + " has been due for " + overdue.toSeconds()
                            + " s, palyra.health.oldest-due is " + limit.toSeconds() + " s: " + wayOut);
                }
            }
        } catch (StoreUnavailableException e) {
            return Finding.down(String.valueOf(e.getMessage()));
        }
        return Finding.up("nothing has been due for longer than " + limit.toSeconds() + " s");
    }
}
