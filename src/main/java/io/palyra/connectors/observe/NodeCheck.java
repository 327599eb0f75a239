package io.palyra.connectors.observe;

import io.palyra.connectors.cluster.Membership;
import io.palyra.connectors.cluster.NodeDifference;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.ConnectorRoster;
import java.util.Map;
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
        return Finding.up("node " + name + " runs " + (running.isEmpty() ? "no connector" : running) + differing());
    }

    private String differing() {
        Map<String, NodeDifference> differences = membership.differences();
        return differences.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(other -> "; node " + name(other.getKey()) + " is not set up as this one: "
                        + other.getValue().words())
                .collect(Collectors.joining());
    }

    /** Of a node by its id. */
    private static String name(String nodeId) {
        return nodeId.substring(0, nodeId.lastIndexOf('#'));
    }
}
