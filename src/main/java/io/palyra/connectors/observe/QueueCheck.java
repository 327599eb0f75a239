package io.palyra.connectors.observe;

import io.palyra.connectors.lane.storage.QueueSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.supervisor.ConnectorCondition;
import io.palyra.connectors.supervisor.Reach;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Whether due messages are taken in hand. What waits for a retry, an operator or a far side that cannot be reached is not
 * due; the checks of the connectors and the daemon speak of the last.
 */
final class QueueCheck {

    private final Supervision supervision;
    private final QueueSurvey queues;
    private final Clock clock;
    private final Duration limit;

    QueueCheck(Supervision supervision, QueueSurvey queues, Clock clock, Duration limit) {
        this.supervision = supervision;
        this.queues = queues;
        this.clock = clock;
        this.limit = limit;
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

    private Finding check(Direction direction, List<ConnectorCondition> connectors, String wayOut) {
        long now = clock.millis();
        Reach reach = supervision.reach();
        try {
            for (ConnectorCondition connector : connectors) {
                ConnectorId id = connector.connectorId();
                OptionalLong dueSince =
                        reach.isClosed(direction, id) ? OptionalLong.empty() : queues.dueSince(direction, id, now);
                // What was due all through an outage could not be taken before its end
                long since = Math.max(dueSince.orElse(now), reach.openedAt(direction, id));
                if (now - since > limit.toMillis()) {
                    return Finding.down("a conversation of " + id + " has been due for " + (now - since) / 1000
                            + " s, palyra.health.oldest-due is " + limit.toSeconds() + " s: " + wayOut);
                }
            }
        } catch (StoreUnavailableException e) {
            return Finding.down("the store cannot be read: see the check store");
        }
        return Finding.up("nothing has been due for longer than " + limit.toSeconds() + " s");
    }
}
