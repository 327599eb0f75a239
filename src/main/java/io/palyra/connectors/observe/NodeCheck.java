package io.palyra.connectors.observe;

import io.palyra.connectors.cluster.Membership;
import io.palyra.connectors.cluster.NodeDifference;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.ConnectorRoster;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether this node may run instances, and which it runs. One that runs none is ready: another one may leave it some. */
final class NodeCheck {

    private final Membership membership;
    private final ConnectorRoster roster;

    NodeCheck(Membership membership, ConnectorRoster roster) {
        this.membership = membership;
        this.roster = roster;
    }

    Finding readiness() {
        String name = membership.identity().name();
        if (!membership.isGood()) {
            return Finding.down(
                    "node " + name + " could not renew its lease and sends nothing: see whether the database"
                            + " can be reached and commits");
        }
        String running = roster.enabled().stream()
                .filter(membership::owns)
                .map(ConnectorId::value)
                .sorted()
                .collect(Collectors.joining(", "));
        return Finding.up(
                "node " + name + " runs " + (running.isEmpty() ? "no connector" : running) + differing() + unknown());
    }

    private String differing() {
        Map<String, NodeDifference> differences = membership.differences();
        return differences.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(other -> "; node " + name(other.getKey()) + " is not set up as this one: "
                        + other.getValue().words())
                .collect(Collectors.joining());
    }

    /** What is known here has a check of its own. */
    private String unknown() {
        Set<ConnectorId> known = Set.copyOf(roster.enabled());
        return membership.withoutOwner().keySet().stream()
                .filter(id -> !known.contains(id))
                .map(ConnectorId::value)
                .sorted()
                .map(id -> "; no node runs " + id + ", whose kind is not known here: see whether its jar is in ext/ of"
                        + " every node")
                .collect(Collectors.joining());
    }

    /** Of a node by its id. */
    private static String name(String nodeId) {
        return nodeId.substring(0, nodeId.lastIndexOf('#'));
    }
}
