package io.palyra.connectors.store;

import io.palyra.connectors.cluster.ClusterStore;
import io.palyra.connectors.cluster.NodeState;
import io.palyra.connectors.cluster.Topic;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes of a store in SQL. */
final class SqlClusterStore implements ClusterStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqlClusterStore.class);

    private final PostgresNode node;
    private final Reader reader;
    private final PostgresTopics topics;

    SqlClusterStore(PostgresNode node, Reader reader, PostgresTopics topics) {
        this.node = node;
        this.reader = reader;
        this.topics = topics;
    }

    @Override
    public String self() {
        return node.id().orElseThrow();
    }

    @Override
    public Optional<LostCommits> lostCommits(Transaction transaction) {
        Optional<LostCommits> lost = node.lostCommits();
        lost.ifPresent(told -> transaction.afterCommit(node::saidOfLostCommits));
        return lost;
    }

    @Override
    public Optional<Duration> lostNamesake(Transaction transaction) {
        Optional<Duration> silentFor = node.lostNamesake();
        silentFor.ifPresent(told -> transaction.afterCommit(node::saidOfLostNamesake));
        return silentFor;
    }

    @Override
    public Duration leaseLeft() {
        return Duration.ofNanos(node.leaseEnd() - System.nanoTime());
    }

    @Override
    public Look look() {
        return reader.read(SqlClusterStore::look);
    }

    @Override
    public long unixMs() {
        return reader.read(statements -> statements.one("unix_ms", row -> row.getLong(1)));
    }

    @Override
    public Look look(Transaction transaction) {
        return look(SqlTransaction.statements(transaction));
    }

    private static Look look(Statements statements) {
        Map<ConnectorId, String> owners = new LinkedHashMap<>();
        statements
                .query("owners", row -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(owned -> id(owned.getKey()).ifPresent(id -> owners.put(id, owned.getValue())));
        return new Look(statements.query("nodes", SqlClusterStore::node), owners);
    }

    private static StoredNode node(ResultSet row) throws SQLException {
        return new StoredNode(
                row.getString("node_id"),
                row.getString("name"),
                row.getString("version"),
                row.getString("url"),
                NodeState.of(row.getString("state")),
                row.getLong("started_at_unix_ms"),
                row.getLong("heartbeat_unix_ms"),
                row.getLong("lease_until_unix_ms") - row.getLong("heartbeat_unix_ms"),
                row.getString("configuration"),
                row.getBoolean("is_over"));
    }

    @Override
    public void configure(Transaction transaction, String digest, String text) {
        Statements statements = SqlTransaction.statements(transaction);
        statements.update("configure_node", self(), digest);
        statements.update("keep_configuration", self(), text);
        statements.update("forget_configurations");
    }

    @Override
    public Optional<String> configurationOf(String nodeId) {
        return reader.read(statements -> statements.first("configuration", row -> row.getString(1), nodeId));
    }

    @Override
    public List<ConnectorId> withoutOwner() {
        return reader.read(statements -> statements.query("without_owner", row -> row.getString(1))).stream()
                .flatMap(id -> id(id).stream())
                .toList();
    }

    /** Empty of a row that nobody can have written but by hand: it must not keep nodes from looking at the others. */
    private static Optional<ConnectorId> id(String stored) {
        try {
            return Optional.of(ConnectorId.of(stored));
        } catch (InvalidEnvelopeException e) {
            LOG.debug("A row is left out: {}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public boolean lose(Transaction transaction, String nodeId) {
        Statements statements = SqlTransaction.statements(transaction);
        statements.query("end_sessions_of_overdue", row -> row.getBoolean(1));
        return statements.update("lose_node", nodeId) > 0;
    }

    @Override
    public void recover(Transaction transaction, long now) {
        Statements statements = SqlTransaction.statements(transaction);
        statements.update("disown_lost");
        if (statements.update("recover_lanes", now) > 0) {
            for (Direction direction : Direction.values()) {
                transaction.laneDue(direction, now);
            }
            tell(transaction, Topic.OUTBOUND);
        }
    }

    @Override
    public boolean own(Transaction transaction, ConnectorId connectorId) {
        return SqlTransaction.statements(transaction).update("own_instance", connectorId.value(), self()) > 0;
    }

    @Override
    public void disown(Transaction transaction, ConnectorId connectorId) {
        SqlTransaction.statements(transaction).update("disown_instance", connectorId.value(), self());
    }

    @Override
    public void join(Transaction transaction) {
        SqlTransaction.statements(transaction).update("join", self());
    }

    @Override
    public void leave(Transaction transaction) {
        SqlTransaction.statements(transaction).update("leave", self());
    }

    @Override
    public void forgetLost(Transaction transaction, long beforeUnixMs) {
        SqlTransaction.statements(transaction).update("forget_lost_nodes", beforeUnixMs);
    }

    @Override
    public void tell(Transaction transaction, Topic topic) {
        SqlTransaction.asks(transaction).tell(topic);
    }

    @Override
    public void runs(Predicate<ConnectorId> which) {
        node.runs(which);
    }

    @Override
    public void listen(Consumer<Topic> hears) {
        topics.listen(List.of(Topic.values()), hears);
    }

    @Override
    public void close() {
        topics.close();
    }
}
