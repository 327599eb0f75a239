package io.palyra.connectors.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.cluster.Topic;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Principal;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.supervisor.InstanceStore;
import io.palyra.connectors.supervisor.LastError;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Connector instances in SQL. */
final class SqlInstanceStore implements InstanceStore {

    private static final List<String> REMOVE = Stream.of(
                    "connector_instances",
                    "connector_queue_state",
                    "connector_cursors",
                    "rate_limits",
                    "access_rules",
                    "access_grants",
                    "access_requests",
                    "access_codes",
                    "access_wrong_codes",
                    "access_answers",
                    "approvals")
            .map("remove_instance."::concat)
            .toList();

    private final Reader reader;

    SqlInstanceStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public List<StoredInstance> all() {
        return reader.read(statements -> statements.query("instances", SqlInstanceStore::map));
    }

    @Override
    public void save(
            Transaction transaction, ConnectorInstanceSpec spec, boolean declared, Readiness readiness, long now) {
        SqlTransaction.statements(transaction)
                .update(
                        "save_instance",
                        spec.connectorId().value(),
                        spec.kind().value(),
                        spec.principal().value(),
                        spec.authProfileRef(),
                        spec.tokenVaultRef(),
                        WireFormat.write(spec.egressAllowlist()),
                        spec.enabled() ? 1 : 0,
                        declared ? 1 : 0,
                        readiness.wireName(),
                        now);
        tell(transaction);
    }

    private static void tell(Transaction transaction) {
        SqlTransaction.asks(transaction).tell(Topic.INSTANCES);
    }

    @Override
    public void saveEnabled(Transaction transaction, ConnectorId connectorId, boolean enabled, long now) {
        SqlTransaction.statements(transaction).update("save_enabled", enabled ? 1 : 0, now, connectorId.value());
        tell(transaction);
    }

    @Override
    public void saveState(Transaction transaction, ConnectorId connectorId, InstanceState state, long now) {
        LastError error = state.lastError();
        SqlTransaction.statements(transaction)
                .update(
                        "save_state",
                        state.readiness().wireName(),
                        state.restartCount(),
                        error == null ? null : error.text(),
                        error == null ? null : error.direction().wireName(),
                        error == null ? null : error.atUnixMs(),
                        error == null ? null : error.count(),
                        error == null ? null : error.clearedAtUnixMs(),
                        state.lastInboundUnixMs(),
                        state.lastOutboundUnixMs(),
                        state.liveness() == null ? null : state.liveness().wireName(),
                        now,
                        connectorId.value());
    }

    @Override
    public void remove(Transaction transaction, ConnectorId connectorId) {
        Statements statements = SqlTransaction.statements(transaction);
        REMOVE.forEach(statement -> statements.update(statement, connectorId.value()));
        statements.update("forget_refusals", connectorId.value());
        tell(transaction);
    }

    @Override
    public List<QueuePause> pauses() {
        return reader.read(statements -> statements.query(
                "pauses",
                row -> new QueuePause(
                        ConnectorId.of(row.getString("connector_id")),
                        row.getString("reason"),
                        row.getLong("since_unix_ms"),
                        row.getInt("draining") != 0)));
    }

    @Override
    public void pause(Transaction transaction, QueuePause pause) {
        SqlTransaction.statements(transaction)
                .update("pause_queue", pause.connectorId().value(), pause.reason(), pause.sinceUnixMs());
        tell(transaction);
    }

    @Override
    public void drain(Transaction transaction, ConnectorId connectorId, boolean draining) {
        SqlTransaction.statements(transaction).update("drain_queue", draining ? 1 : 0, connectorId.value());
        tell(transaction);
    }

    @Override
    public void resume(Transaction transaction, ConnectorId connectorId) {
        SqlTransaction.statements(transaction).update("resume_queue", connectorId.value());
        tell(transaction);
    }

    /** One that was stored before its time was is over: nobody knows when it happened. */
    private static @Nullable LastError lastError(ResultSet row) throws SQLException {
        String text = row.getString("last_error");
        if (text == null) {
            return null;
        }
        String direction = row.getString("last_error_direction");
        long updated = row.getLong("updated_at_unix_ms");
        return direction == null
                ? new LastError(text, Direction.OUTBOUND, updated, 1, updated)
                : new LastError(
                        text,
                        Statements.word(Direction.class, direction),
                        row.getLong("last_error_at_unix_ms"),
                        row.getLong("last_error_count"),
                        Statements.nullableLong(row, "last_error_cleared_at_unix_ms"));
    }

    private static StoredInstance map(ResultSet row) throws SQLException {
        List<String> allowlist = new java.util.ArrayList<>();
        for (JsonNode host : WireFormat.tree(row.getString("egress_allowlist"))) {
            allowlist.add(host.asText());
        }
        ConnectorInstanceSpec spec = new ConnectorInstanceSpec(
                ConnectorId.of(row.getString("connector_id")),
                new ConnectorKind(row.getString("kind")),
                new Principal(row.getString("principal")),
                row.getString("auth_profile_ref"),
                row.getString("token_vault_ref"),
                allowlist,
                row.getInt("enabled") != 0);
        InstanceState state = new InstanceState(
                Statements.word(Readiness.class, row.getString("readiness")),
                row.getInt("restart_count"),
                lastError(row),
                Statements.nullableLong(row, "last_inbound_unix_ms"),
                Statements.nullableLong(row, "last_outbound_unix_ms"),
                row.getString("liveness") == null ? null : Statements.word(Liveness.class, row.getString("liveness")));
        return new StoredInstance(
                spec, row.getInt("declared") != 0, state, row.getLong("updated_at_unix_ms"), row.getLong("openings"));
    }
}
