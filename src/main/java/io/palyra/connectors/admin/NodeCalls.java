package io.palyra.connectors.admin;

import io.palyra.connectors.cluster.ClusterStore.Look;
import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.cluster.NodeDifference;
import io.palyra.connectors.cluster.NodeState;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The programs that share the store. */
final class NodeCalls {

    private record Nodes(List<Node> nodes) {}

    /**
     * @param connectors that it runs
     * @param differs from the node that answers; null where it does not
     */
    private record Node(
            String nodeId,
            String name,
            String version,
            @Nullable String url,
            NodeState state,
            long startedAtUnixMs,
            long heartbeatUnixMs,
            List<ConnectorId> connectors,
            @Nullable NodeDifference differs) {}

    private final AdminServices services;

    NodeCalls(AdminServices services) {
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/admin/v1/nodes", this::list));
    }

    private Answer list(Call call) {
        Look look = services.nodes().nodes();
        Map<String, NodeDifference> differences = services.nodes().differences();
        return Answer.ok(new Nodes(look.nodes().stream()
                .map(node -> view(node, look, differences.get(node.id())))
                .toList()));
    }

    private Node view(StoredNode node, Look look, @Nullable NodeDifference differs) {
        List<ConnectorId> connectors = look.owners().entrySet().stream()
                .filter(owner -> owner.getValue().equals(node.id()))
                .map(Map.Entry::getKey)
                .filter(connectorId -> services.catalog().knows(connectorId.kind()))
                .sorted(Comparator.comparing(ConnectorId::value))
                .toList();
        return new Node(
                node.id(),
                node.name(),
                node.version(),
                node.url(),
                node.stateNow(),
                node.startedAtUnixMs(),
                node.heartbeatUnixMs(),
                connectors,
                differs);
    }
}
