package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the programs on one store know of each other. Times are the store's own. */
public interface ClusterStore {

    /**
     * A program that is there, or was.
     *
     * @param id its name, and a number that tells this start of it from others
     * @param leaseMs from one renewal of its lease to the end of it
     * @param configuration digest of what it is set up with; null before it has said so
     * @param isOver whether its lease has ended
     */
    record StoredNode(
            String id,
            String name,
            String version,
            @Nullable String url,
            NodeState state,
            long startedAtUnixMs,
            long heartbeatUnixMs,
            long leaseMs,
            @Nullable String configuration,
            boolean isOver) {

        boolean isAlive() {
            return state == NodeState.ALIVE && !isOver;
        }

        /** As others are told: alive from its first lease on, and lost as soon as its lease has ended, whether noticed or not. */
        public NodeState stateNow() {
            return isOver ? NodeState.LOST : state == NodeState.JOINING ? NodeState.ALIVE : state;
        }
    }

    /** @param owners the ids of the nodes that have them; instances that nobody has are left out */
    record Look(List<StoredNode> nodes, Map<ConnectorId, String> owners) {

        /** The instances that a node has, without jobs. */
        public List<ConnectorId> instancesOf(String nodeId) {
            return owners.entrySet().stream()
                    .filter(owned -> owned.getValue().equals(nodeId) && !SharedJob.is(owned.getKey()))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /** The name of the node that has an instance. */
        public Optional<String> ownerOf(ConnectorId connectorId) {
            return nodeOf(connectorId).map(StoredNode::name);
        }

        /** The node that has an instance. */
        public Optional<StoredNode> nodeOf(ConnectorId connectorId) {
            return Optional.ofNullable(owners.get(connectorId)).flatMap(this::node);
        }

        /** The node of an id. */
        Optional<StoredNode> node(String nodeId) {
            return nodes.stream().filter(node -> node.id().equals(nodeId)).findFirst();
        }
    }

    /**
     * That the database has come back without what a node had committed last.
     *
     * @param node its name
     * @param commits how many
     */
    record LostCommits(String node, long commits) {}

    /** What the database is found to have lost of this node's, until the transaction commits that tells of it. */
    Optional<LostCommits> lostCommits(Transaction transaction);

    /**
     * For how long the one had been silent that had this node's name before, and was lost with this node's start; until the
     * transaction commits that tells of it.
     */
    Optional<Duration> lostNamesake(Transaction transaction);

    /** The id of this program's node. It changes where others have taken it for lost. */
    String self();

    /** The owner token of a claim begins with its node. */
    default String claimToken(String id) {
        return self() + "/" + id;
    }

    /** Whether an owner token is of this node, under the id that it has now. */
    default boolean hasMade(String claimToken) {
        return claimToken.startsWith(self() + "/");
    }

    /** What is left of this node's lease by this machine's own measure of time; negative: others may take it for lost. */
    Duration leaseLeft();

    /** Reads on its own. */
    Look look();

    /** Unix ms by the store's clock. Reads on its own. */
    long unixMs();

    Look look(Transaction transaction);

    /**
     * What this node is set up with, for others to compare.
     *
     * @param digest tells it from others
     */
    void configure(Transaction transaction, String digest, String text);

    /** What a node has said so. Reads on its own. */
    Optional<String> configurationOf(String nodeId);

    /** Enabled instances that nobody has, whether this program knows their kind or not. Reads on its own. */
    List<ConnectorId> withoutOwner();

    /** @return whether it is lost from now on; it is not where it has renewed its lease meanwhile */
    boolean lose(Transaction transaction, String nodeId);

    /** Whatever nodes had that are no more, may be had by others; their lanes are due. */
    void recover(Transaction transaction, long now);

    /** @return whether this node has it now, which it has not where another one does */
    boolean own(Transaction transaction, ConnectorId connectorId);

    void disown(Transaction transaction, ConnectorId connectorId);

    /** This node may be given instances from now on, unless it leaves. */
    void join(Transaction transaction);

    /** This node takes no more instances; it gives its own away. */
    void leave(Transaction transaction);

    /** Those that were lost before. */
    void forgetLost(Transaction transaction, long beforeUnixMs);

    /** Tells the other nodes, if there are any, once the transaction has committed. */
    void tell(Transaction transaction, Topic topic);

    /** Which instances this program runs: of messages for the others their owners are told. */
    void runs(Predicate<ConnectorId> which);

    /**
     * Listens to what other nodes tell, on a thread of its own, until the store is closed. What was told while the database was
     * away is lost.
     *
     * @param hears told on that thread, and once for all topics after the connection was made anew
     */
    void listen(Consumer<Topic> hears);
}
