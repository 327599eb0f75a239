package io.palyra.connectors.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.Principal;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.supervisor.InstanceStore;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Connector instances in SQL. */
final class SqlInstanceStore implements InstanceStore {

    private static final String ALL = "SELECT * FROM connector_instances ORDER BY connector_id";

    private static final String SAVE = """
            INSERT INTO connector_instances (connector_id, kind, principal, auth_profile_ref, token_vault_ref,
                   egress_allowlist, enabled, declared, readiness, created_at_unix_ms, updated_at_unix_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (connector_id) DO UPDATE
               SET kind = excluded.kind, principal = excluded.principal, auth_profile_ref = excluded.auth_profile_ref,
                   token_vault_ref = excluded.token_vault_ref, egress_allowlist = excluded.egress_allowlist,
                   enabled = excluded.enabled, declared = excluded.declared, readiness = excluded.readiness,
                   updated_at_unix_ms = excluded.updated_at_unix_ms""";

    private static final String SAVE_ENABLED =
            "UPDATE connector_instances SET enabled = ?, updated_at_unix_ms = ? WHERE connector_id = ?";

    private static final String SAVE_STATE = """
            UPDATE connector_instances SET readiness = ?, restart_count = ?, last_error = ?, last_inbound_unix_ms = ?,
                   last_outbound_unix_ms = ?, updated_at_unix_ms = ?
             WHERE connector_id = ?""";

    private static final List<String> REMOVE = List.of(
            "DELETE FROM connector_instances WHERE connector_id = ?",
            "DELETE FROM connector_queue_state WHERE connector_id = ?",
            "DELETE FROM connector_cursors WHERE connector_id = ?",
            "DELETE FROM rate_limits WHERE connector_id = ?",
            "UPDATE outbox SET refusals = 0, others_passed = 0 WHERE connector_id = ? AND refusals > 0 AND claimable = 1");

    private static final String PAUSES = "SELECT * FROM connector_queue_state WHERE paused = 1";

    private static final String PAUSE = """
            INSERT INTO connector_queue_state (connector_id, paused, reason, since_unix_ms) VALUES (?, 1, ?, ?)
            ON CONFLICT (connector_id) DO UPDATE
               SET paused = 1, reason = excluded.reason, since_unix_ms = excluded.since_unix_ms""";

    private static final String RESUME = "DELETE FROM connector_queue_state WHERE connector_id = ?";

    private final Reader reader;

    SqlInstanceStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public List<StoredInstance> all() {
        return reader.read(statements -> statements.query(ALL, SqlInstanceStore::map));
    }

    @Override
    public void save(
            Transaction transaction, ConnectorInstanceSpec spec, boolean declared, Readiness readiness, long now) {
        SqlTransaction.statements(transaction)
                .update(
                        SAVE,
                        spec.connectorId().value(),
                        spec.kind().value(),
                        spec.principal().value(),
                        spec.authProfileRef(),
                        spec.tokenVaultRef(),
                        WireFormat.write(spec.egressAllowlist()),
                        spec.enabled() ? 1 : 0,
                        declared ? 1 : 0,
                        readiness.wireName(),
                        now,
                        now);
    }

    @Override
    public void saveEnabled(Transaction transaction, ConnectorId connectorId, boolean enabled, long now) {
        SqlTransaction.statements(transaction).update(SAVE_ENABLED, enabled ? 1 : 0, now, connectorId.value());
    }

    @Override
    public void saveState(Transaction transaction, ConnectorId connectorId, InstanceState state, long now) {
        SqlTransaction.statements(transaction)
                .update(
                        SAVE_STATE,
                        state.readiness().wireName(),
                        state.restartCount(),
                        state.lastError(),
                        state.lastInboundUnixMs(),
                        state.lastOutboundUnixMs(),
                        now,
                        connectorId.value());
    }

    @Override
    public void remove(Transaction transaction, ConnectorId connectorId) {
        Statements statements = SqlTransaction.statements(transaction);
        REMOVE.forEach(statement -> statements.update(statement, connectorId.value()));
        SqlAccessStore.REMOVE.forEach(statement -> statements.update(statement, connectorId.value()));
    }

    @Override
    public List<QueuePause> pauses() {
        return reader.read(statements -> statements.query(
                PAUSES,
                row -> new QueuePause(
                        ConnectorId.of(row.getString("connector_id")),
                        row.getString("reason"),
                        row.getLong("since_unix_ms"))));
    }

    @Override
    public void pause(Transaction transaction, QueuePause pause) {
        SqlTransaction.statements(transaction)
                .update(PAUSE, pause.connectorId().value(), pause.reason(), pause.sinceUnixMs());
    }

    @Override
    public void resume(Transaction transaction, ConnectorId connectorId) {
        SqlTransaction.statements(transaction).update(RESUME, connectorId.value());
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
                Readiness.valueOf(row.getString("readiness").toUpperCase(Locale.ROOT)),
                row.getInt("restart_count"),
                row.getString("last_error"),
                Statements.nullableLong(row, "last_inbound_unix_ms"),
                Statements.nullableLong(row, "last_outbound_unix_ms"));
        return new StoredInstance(spec, row.getInt("declared") != 0, state, row.getLong("updated_at_unix_ms"));
    }
}
