package io.palyra.connectors.store;

import io.palyra.connectors.engine.Refusals;
import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.store.Asks.Turn;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outbox in SQL. */
final class SqlOutboxStore implements OutboxStore {

    private final Reader reader;
    private final SqlLaneQueue lanes = new SqlLaneQueue(Direction.OUTBOUND);

    SqlOutboxStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public LaneQueue lanes() {
        return lanes;
    }

    @Override
    public Answer<Boolean> insert(Transaction transaction, List<OutboxRow> parts, long now) {
        OutboundMessageRequest first = parts.get(0).part();
        lanes.enter(transaction, first.connectorId(), first.conversationId(), now);
        return Answer.all(parts.stream()
                        .map(part -> insert(transaction, part, now))
                        .toList())
                .map(stored -> isStored(transaction, parts, stored));
    }

    private Answer<Boolean> insert(Transaction transaction, OutboxRow row, long now) {
        OutboundMessageRequest part = row.part();
        return SqlTransaction.asks(transaction)
                .update(
                        Turn.FIRST,
                        "insert_outbox",
                        part.connectorId().value(),
                        part.conversationId().value(),
                        part.envelopeId().value(),
                        row.message() == null ? null : row.message().value(),
                        row.payload(),
                        now)
                .map(rows -> {
                    if (rows == 1) {
                        lanes.inserted(
                                transaction,
                                part.connectorId(),
                                part.conversationId(),
                                part.envelopeId(),
                                row.payload(),
                                now);
                    }
                    return rows == 1;
                });
    }

    /** A message that is known may have had fewer parts: those that it has more now are taken out again. */
    private static boolean isStored(Transaction transaction, List<OutboxRow> parts, List<Boolean> stored) {
        if (stored.contains(false)) {
            for (int i = 0; i < parts.size(); i++) {
                if (stored.get(i)) {
                    OutboundMessageRequest part = parts.get(i).part();
                    SqlTransaction.statements(transaction)
                            .update(
                                    "take_out_of_outbox",
                                    part.connectorId().value(),
                                    part.envelopeId().value());
                }
            }
            return false;
        }
        return true;
    }

    @Override
    public void delivered(Transaction transaction, long sequence, MessageId nativeMessageId, int attempts, long now) {
        SqlTransaction.asks(transaction)
                .write(Turn.FIRST, "outbox_delivered", nativeMessageId.value(), attempts, now, sequence);
    }

    @Override
    public Answer<Boolean> waiting(
            Transaction transaction,
            LaneEntry message,
            Tries tries,
            @Nullable RetryClass retryClass,
            String reason,
            long nextAttempt,
            @Nullable Long unknownSince) {
        return SqlTransaction.asks(transaction)
                .update(
                        Turn.FIRST,
                        "outbox_waiting",
                        tries.attempts(),
                        tries.free(),
                        tries.writtenCauses(),
                        retryClass == null ? null : retryClass.wireName(),
                        reason,
                        nextAttempt,
                        unknownSince,
                        message.sequence(),
                        message.unknownSince())
                .map(rows -> rows == 1);
    }

    @Override
    public Refusals refusals(long sequence) {
        return reader.read(statements -> statements
                .first(
                        "refusals",
                        row -> new Refusals(row.getInt(1), row.getInt(2) == 1, row.getInt(3)),
                        Refusals.DIFFERENT_MESSAGES,
                        sequence)
                .orElse(new Refusals(0, false, 0)));
    }

    @Override
    public void refused(Transaction transaction, long sequence) {
        SqlTransaction.asks(transaction).write(Turn.FIRST, "outbox_refused", sequence);
    }

    @Override
    public Answer<Boolean> passed(Transaction transaction, ConnectorId connectorId, long sequence) {
        return SqlTransaction.asks(transaction)
                .update(Turn.FIRST, "others_passed", connectorId.value(), sequence)
                .map(rows -> rows > 0);
    }

    @Override
    public Answer<Boolean> unknown(
            Transaction transaction, LaneEntry message, int attempts, String reason, long unknownSince) {
        return SqlTransaction.asks(transaction)
                .update(
                        Turn.FIRST,
                        "outbox_unknown",
                        attempts,
                        reason,
                        unknownSince,
                        message.sequence(),
                        message.unknownSince())
                .map(rows -> rows == 1);
    }

    @Override
    public Answer<Boolean> dead(Transaction transaction, LaneEntry message, int attempts, String reason, long now) {
        return SqlTransaction.asks(transaction)
                .update(Turn.FIRST, "outbox_dead", attempts, reason, now, message.sequence(), message.unknownSince())
                .map(rows -> rows == 1);
    }

    @Override
    public Set<EnvelopeId> revive(
            Transaction transaction,
            ConnectorId connectorId,
            Collection<EnvelopeId> envelopeIds,
            OutboxState from,
            long now) {
        if (envelopeIds.isEmpty()) {
            return Set.of();
        }
        List<RevivedRow> revived = SqlTransaction.statements(transaction)
                .query("revive_outbox", RevivedRow::of, connectorId.value(), JsonArray.ofIds(envelopeIds), name(from));
        lanes.resume(transaction, RevivedRow.lanes(revived), now);
        return RevivedRow.envelopes(revived);
    }

    @Override
    public boolean giveUp(
            Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId, String reason, long now) {
        int rows = SqlTransaction.statements(transaction)
                .update("give_up_unknown", reason, now, connectorId.value(), envelopeId.value());
        resumeLanes(transaction, connectorId, List.of(envelopeId), now);
        return rows == 1;
    }

    @Override
    public void resumeLanes(
            Transaction transaction, ConnectorId connectorId, Collection<EnvelopeId> envelopeIds, long now) {
        if (!envelopeIds.isEmpty()) {
            SqlTransaction.statements(transaction)
                    .update("resume_lanes_of_outbox", now, connectorId.value(), JsonArray.ofIds(envelopeIds));
            transaction.laneDue(Direction.OUTBOUND, now);
        }
    }

    @Override
    public List<OutboxEntry> find(ConnectorId connectorId, EnvelopeId envelopeId) {
        return reader.read(statements -> statements.query(
                "find_outbox",
                row -> new OutboxEntry(
                        connectorId,
                        new EnvelopeId(row.getString("envelope_id")),
                        Statements.word(OutboxState.class, row.getString("state")),
                        row.getInt("attempts"),
                        Statements.nullableLong(row, "next_attempt_unix_ms"),
                        retryClass(row.getString("retry_class")),
                        row.getString("reason"),
                        row.getString("native_message_id") == null
                                ? null
                                : new MessageId(row.getString("native_message_id")),
                        row.getLong("created_at_unix_ms"),
                        Statements.nullableLong(row, "settled_at_unix_ms"),
                        row.getString("payload")),
                connectorId.value(),
                envelopeId.value()));
    }

    @Override
    public boolean isAnothers(ConnectorId connectorId, MessageId nativeMessageId, EnvelopeId envelopeId) {
        return reader.read(statements -> statements
                .first(
                        "native_id_of_another",
                        row -> row.getInt(1),
                        connectorId.value(),
                        nativeMessageId.value(),
                        envelopeId.value())
                .isPresent());
    }

    private static String name(OutboxState state) {
        return Statements.word(state);
    }

    static @Nullable RetryClass retryClass(@Nullable String name) {
        return name == null ? null : Statements.word(RetryClass.class, name);
    }
}
