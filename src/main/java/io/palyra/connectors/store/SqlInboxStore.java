package io.palyra.connectors.store;

import io.palyra.connectors.adapter.PutOff;
import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.PutOffLane;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.store.Asks.Turn;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The inbox in SQL. */
final class SqlInboxStore implements InboxStore {

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
    public Answer<Boolean> insert(Transaction transaction, InboundMessageEvent event, String payload, long now) {
        lanes.enter(transaction, event.connectorId(), event.conversationId(), now);
        return SqlTransaction.asks(transaction)
                .update(
                        Turn.FIRST,
                        "insert_inbound",
                        event.connectorId().value(),
                        event.conversationId().value(),
                        event.envelopeId().value(),
                        payload,
                        now)
                .map(rows -> {
                    if (rows == 1) {
                        lanes.inserted(
                                transaction,
                                event.connectorId(),
                                event.conversationId(),
                                event.envelopeId(),
                                payload,
                                now);
                    }
                    return rows == 1;
                });
    }

    @Override
    public Answer<Boolean> insertPutOff(
            Transaction transaction, InboundMessageEvent event, String payload, PutOff putOff, long now) {
        ConversationId ownLane = PutOffLane.of(event.conversationId(), event.senderId());
        lanes.enter(transaction, event.connectorId(), ownLane, putOff.untilUnixMs(), now);
        return SqlTransaction.asks(transaction)
                .update(
                        Turn.FIRST,
                        "insert_inbound_put_off",
                        event.connectorId().value(),
                        ownLane.value(),
                        event.envelopeId().value(),
                        payload,
                        now,
                        putOff.untilUnixMs(),
                        putOff.reason())
                .map(rows -> rows == 1);
    }

    @Override
    public boolean insertDead(
            Transaction transaction, InboundMessageEvent event, String payload, int attempts, String reason, long now) {
        lanes.enter(transaction, event.connectorId(), event.conversationId(), now);
        int rows = SqlTransaction.statements(transaction)
                .update(
                        "insert_inbound_dead",
                        event.connectorId().value(),
                        event.conversationId().value(),
                        event.envelopeId().value(),
                        payload,
                        attempts,
                        reason,
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
        SqlTransaction.asks(transaction)
                .write(Turn.FIRST, "inbound_routed", attempts, reason, routeKey, enqueuedOutbound, now, sequence);
    }

    @Override
    public void notRouted(Transaction transaction, long sequence, int attempts, String reason, long now) {
        SqlTransaction.asks(transaction).write(Turn.FIRST, "inbound_not_routed", attempts, reason, now, sequence);
    }

    @Override
    public void waiting(Transaction transaction, long sequence, Tries tries, String reason, long nextAttempt) {
        SqlTransaction.asks(transaction)
                .write(
                        Turn.FIRST,
                        "inbound_waiting",
                        tries.attempts(),
                        tries.free(),
                        tries.writtenCauses(),
                        reason,
                        nextAttempt,
                        sequence);
    }

    @Override
    public void dead(Transaction transaction, long sequence, int attempts, String reason, long now) {
        SqlTransaction.asks(transaction).write(Turn.FIRST, "inbound_dead", attempts, reason, now, sequence);
    }

    @Override
    public Set<EnvelopeId> revive(
            Transaction transaction, ConnectorId connectorId, Collection<EnvelopeId> envelopeIds, long now) {
        if (envelopeIds.isEmpty()) {
            return Set.of();
        }
        List<RevivedRow> revived = SqlTransaction.statements(transaction)
                .query("revive_inbound", RevivedRow::of, connectorId.value(), JsonArray.ofIds(envelopeIds));
        lanes.resume(transaction, RevivedRow.lanes(revived), now);
        return RevivedRow.envelopes(revived);
    }

    @Override
    public void resumeLanes(
            Transaction transaction, ConnectorId connectorId, Collection<EnvelopeId> envelopeIds, long now) {
        if (!envelopeIds.isEmpty()) {
            lanes.resume(
                    transaction,
                    SqlTransaction.statements(transaction)
                            .query(
                                    "lanes_of_inbound",
                                    row -> row.getLong(1),
                                    connectorId.value(),
                                    JsonArray.ofIds(envelopeIds)),
                    now);
        }
    }

    @Override
    public Optional<InboundMessageEvent> event(
            Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId) {
        return SqlTransaction.statements(transaction)
                .first("payload_of_inbound", row -> row.getString(1), connectorId.value(), envelopeId.value())
                .map(payload -> WireFormat.read(payload, InboundMessageEvent.class));
    }

    @Override
    public Optional<InboxEntry> find(ConnectorId connectorId, EnvelopeId envelopeId) {
        return reader.read(statements -> statements.first(
                "find_inbound",
                row -> new InboxEntry(
                        envelopeId,
                        Statements.word(InboxState.class, row.getString("state")),
                        row.getInt("attempts"),
                        Statements.nullableLong(row, "next_attempt_unix_ms"),
                        row.getString("reason"),
                        row.getString("route_key"),
                        row.getInt("enqueued_outbound"),
                        row.getLong("created_at_unix_ms"),
                        Statements.nullableLong(row, "settled_at_unix_ms"),
                        row.getString("payload")),
                connectorId.value(),
                envelopeId.value()));
    }
}
