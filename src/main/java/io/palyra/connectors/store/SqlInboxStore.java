package io.palyra.connectors.store;

import io.palyra.connectors.adapter.PutOff;
import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.PutOffLane;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The inbox in SQL. */
final class SqlInboxStore implements InboxStore {

    private static final String INSERT = """
            INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, created_at_unix_ms)
            VALUES (?, ?, ?, ?, 'pending', ?)
            ON CONFLICT (connector_id, envelope_id) DO NOTHING""";

    private static final String INSERT_PUT_OFF = """
            INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, created_at_unix_ms,
                                 next_attempt_unix_ms, reason)
            VALUES (?, ?, ?, ?, 'pending', ?, ?, ?)
            ON CONFLICT (connector_id, envelope_id) DO NOTHING""";

    private static final String INSERT_DEAD = """
            INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, claimable, attempts, reason,
                                 created_at_unix_ms, settled_at_unix_ms)
            VALUES (?, ?, ?, ?, 'dead', 0, ?, ?, ?, ?)
            ON CONFLICT (connector_id, envelope_id) DO NOTHING""";

    private static final String ROUTED = """
            UPDATE inbound SET state = 'routed', claimable = 0, attempts = ?, reason = ?, route_key = ?, enqueued_outbound = ?,
                   next_attempt_unix_ms = NULL, settled_at_unix_ms = ?
             WHERE sequence = ?""";

    private static final String NOT_ROUTED = """
            UPDATE inbound SET state = 'not_routed', claimable = 0, attempts = ?, reason = ?, next_attempt_unix_ms = NULL,
                   settled_at_unix_ms = ?
             WHERE sequence = ?""";

    private static final String WAITING = """
            UPDATE inbound SET attempts = ?, free_tries = ?, attempts_by_cause = ?, reason = ?, next_attempt_unix_ms = ?
             WHERE sequence = ?""";

    private static final String DEAD = """
            UPDATE inbound SET state = 'dead', claimable = 0, attempts = ?, reason = ?, next_attempt_unix_ms = NULL, settled_at_unix_ms = ?
             WHERE sequence = ?""";

    private static final String REVIVE = """
            UPDATE inbound SET state = 'pending', claimable = 1, attempts = 0, free_tries = 0, attempts_by_cause = NULL,
                   next_attempt_unix_ms = NULL, settled_at_unix_ms = NULL
             WHERE connector_id = ? AND envelope_id = ? AND state = 'dead'
            RETURNING lane_id""";

    private static final String LANE_OF = "SELECT lane_id FROM inbound WHERE connector_id = ? AND envelope_id = ?";

    private static final String PAYLOAD = "SELECT payload FROM inbound WHERE connector_id = ? AND envelope_id = ?";

    private static final String FIND = "SELECT * FROM inbound WHERE connector_id = ? AND envelope_id = ?";

    private final Reader reader;
    private final SqlLaneQueue lanes = new SqlLaneQueue(Direction.INBOUND);

    SqlInboxStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public LaneQueue lanes() {
        return lanes;
    }

    @Override
    public boolean insert(Transaction transaction, InboundMessageEvent event, String payload, long now) {
        long lane = lanes.enter(transaction, event.connectorId(), event.conversationId(), now);
        int rows = SqlTransaction.statements(transaction)
                .update(
                        INSERT,
                        lane,
                        event.connectorId().value(),
                        event.envelopeId().value(),
                        payload,
                        now);
        return rows == 1;
    }

    @Override
    public boolean insertPutOff(
            Transaction transaction, InboundMessageEvent event, String payload, PutOff putOff, long now) {
        long lane = lanes.enter(
                transaction,
                event.connectorId(),
                PutOffLane.of(event.conversationId(), event.senderId()),
                putOff.untilUnixMs(),
                now);
        int rows = SqlTransaction.statements(transaction)
                .update(
                        INSERT_PUT_OFF,
                        lane,
                        event.connectorId().value(),
                        event.envelopeId().value(),
                        payload,
                        now,
                        putOff.untilUnixMs(),
                        putOff.reason());
        return rows == 1;
    }

    @Override
    public boolean insertDead(
            Transaction transaction, InboundMessageEvent event, String payload, int attempts, String reason, long now) {
        long lane = lanes.enter(transaction, event.connectorId(), event.conversationId(), now);
        int rows = SqlTransaction.statements(transaction)
                .update(
                        INSERT_DEAD,
                        lane,
                        event.connectorId().value(),
                        event.envelopeId().value(),
                        payload,
                        attempts,
                        reason,
                        now,
                        now);
        return rows == 1;
    }

    @Override
    public void routed(
            Transaction transaction,
            long sequence,
            int attempts,
            String reason,
            @Nullable String routeKey,
            int enqueuedOutbound,
            long now) {
        SqlTransaction.statements(transaction)
                .update(ROUTED, attempts, reason, routeKey, enqueuedOutbound, now, sequence);
    }

    @Override
    public void notRouted(Transaction transaction, long sequence, int attempts, String reason, long now) {
        SqlTransaction.statements(transaction).update(NOT_ROUTED, attempts, reason, now, sequence);
    }

    @Override
    public void waiting(Transaction transaction, long sequence, Tries tries, String reason, long nextAttempt) {
        SqlTransaction.statements(transaction)
                .update(WAITING, tries.attempts(), tries.free(), tries.writtenCauses(), reason, nextAttempt, sequence);
    }

    @Override
    public void dead(Transaction transaction, long sequence, int attempts, String reason, long now) {
        SqlTransaction.statements(transaction).update(DEAD, attempts, reason, now, sequence);
    }

    @Override
    public boolean revive(Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId, long now) {
        Optional<Long> lane = SqlTransaction.statements(transaction)
                .first(REVIVE, row -> row.getLong(1), connectorId.value(), envelopeId.value());
        lane.ifPresent(id -> lanes.resume(transaction, id, now));
        return lane.isPresent();
    }

    @Override
    public void resumeLane(Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId, long now) {
        SqlTransaction.statements(transaction)
                .first(LANE_OF, row -> row.getLong(1), connectorId.value(), envelopeId.value())
                .ifPresent(id -> lanes.resume(transaction, id, now));
    }

    @Override
    public Optional<InboundMessageEvent> event(
            Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId) {
        return SqlTransaction.statements(transaction)
                .first(PAYLOAD, row -> row.getString(1), connectorId.value(), envelopeId.value())
                .map(payload -> WireFormat.read(payload, InboundMessageEvent.class));
    }

    @Override
    public Optional<InboxEntry> find(ConnectorId connectorId, EnvelopeId envelopeId) {
        return reader.read(statements -> statements.first(
                FIND,
                row -> new InboxEntry(
                        envelopeId,
                        InboxState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        row.getInt("attempts"),
                        Statements.nullableLong(row, "next_attempt_unix_ms"),
                        row.getString("reason"),
                        row.getString("route_key"),
                        row.getInt("enqueued_outbound")),
                connectorId.value(),
                envelopeId.value()));
    }
}
