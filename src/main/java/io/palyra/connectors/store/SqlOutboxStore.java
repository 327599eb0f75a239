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
import io.palyra.connectors.transaction.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outbox in SQL. */
final class SqlOutboxStore implements OutboxStore {

    private static final String INSERT = """
            INSERT INTO outbox (lane_id, connector_id, envelope_id, message_id, payload, state, created_at_unix_ms)
            VALUES (?, ?, ?, ?, ?, 'pending', ?)
            ON CONFLICT (connector_id, envelope_id) DO NOTHING""";

    /**
     * A message in hand whose outcome was unknown before ({@code ?}: since when) may meanwhile be given up or sent again by an
     * operator; what he decided stays. Not where it is delivered: then the platform has it.
     */
    private static final String STILL_UNDECIDED = " AND claimable = 1 AND (? IS NULL OR state = 'unknown')";

    private static final String DELIVERED = """
            UPDATE outbox SET state = 'delivered', claimable = 0, native_message_id = ?, attempts = ?, next_attempt_unix_ms = NULL,
                   reason = NULL, retry_class = NULL, settled_at_unix_ms = ?
             WHERE sequence = ?""";

    private static final String WAITING = """
            UPDATE outbox SET attempts = ?, free_tries = ?, attempts_by_cause = ?, retry_class = ?, reason = ?, next_attempt_unix_ms = ?,
                   state = CASE WHEN ? IS NULL THEN 'pending' ELSE 'unknown' END, unknown_since_unix_ms = ?
             WHERE sequence = ?""" + STILL_UNDECIDED;

    private static final String UNKNOWN = """
            UPDATE outbox SET state = 'unknown', claimable = 0, attempts = ?, reason = ?, next_attempt_unix_ms = NULL,
                   unknown_since_unix_ms = ?
             WHERE sequence = ?""" + STILL_UNDECIDED;

    private static final String DEAD = """
            UPDATE outbox SET state = 'dead', claimable = 0, attempts = ?, reason = ?, next_attempt_unix_ms = NULL, settled_at_unix_ms = ?
             WHERE sequence = ?""" + STILL_UNDECIDED;

    private static final String REVIVE = """
            UPDATE outbox SET state = 'pending', claimable = 1, attempts = 0, free_tries = 0, attempts_by_cause = NULL,
                   next_attempt_unix_ms = NULL, retry_class = NULL, settled_at_unix_ms = NULL, unknown_since_unix_ms = NULL,
                   refusals = 0, others_passed = 0
             WHERE connector_id = ? AND envelope_id = ? AND state = ?
            RETURNING lane_id""";

    private static final String GIVE_UP = """
            UPDATE outbox SET state = 'dead', claimable = 0, reason = ?, next_attempt_unix_ms = NULL, settled_at_unix_ms = ?
             WHERE connector_id = ? AND envelope_id = ? AND state = 'unknown'""";

    /** A held lane stays held as long as another message of it waits for an operator for the same reason. */
    private static final String RESUME_LANE = """
            UPDATE lanes SET held = NULL, due_at = COALESCE(due_at, ?)
             WHERE lane_id = (SELECT lane_id FROM outbox WHERE connector_id = ? AND envelope_id = ?)
               AND NOT (COALESCE(held, '') = 'unknown_outcome'
                        AND EXISTS (SELECT 1 FROM outbox o
                                     WHERE o.connector_id = lanes.connector_id AND o.lane_id = lanes.lane_id
                                       AND o.state = 'unknown' AND o.claimable = 0))
               AND NOT (COALESCE(held, '') = 'dead_letter'
                        AND EXISTS (SELECT 1 FROM dead_letters d
                                      JOIN outbox o ON o.connector_id = d.connector_id AND o.envelope_id = d.envelope_id
                                     WHERE d.connector_id = lanes.connector_id AND d.direction = 'outbound'
                                       AND o.lane_id = lanes.lane_id))""";

    /** A message that has ended is no longer claimable: whatever ended it, it is not among these. */
    private static final String REFUSALS = """
            SELECT refusals, others_passed,
                   (SELECT COUNT(*) FROM (SELECT 1 FROM outbox o
                                           WHERE o.connector_id = outbox.connector_id AND o.refusals > 0 AND o.claimable = 1
                                             AND o.others_passed = 0 AND o.sequence <> outbox.sequence LIMIT ?)) AS others
              FROM outbox WHERE sequence = ?""";

    private static final String REFUSED = "UPDATE outbox SET refusals = refusals + 1 WHERE sequence = ?";

    private static final String OTHERS_PASSED = """
            UPDATE outbox SET others_passed = 1
             WHERE connector_id = ? AND refusals > 0 AND claimable = 1 AND others_passed = 0 AND sequence <> ?""";

    private static final String FIND = """
            SELECT * FROM outbox WHERE connector_id = ? AND envelope_id = ?
            UNION
            SELECT * FROM outbox WHERE connector_id = ? AND message_id = ?
            ORDER BY sequence""";

    private static final String OF_ANOTHER = """
            SELECT 1 FROM outbox WHERE connector_id = ? AND native_message_id = ? AND envelope_id <> ? LIMIT 1""";

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
    public boolean insert(Transaction transaction, OutboxRow row, long now) {
        OutboundMessageRequest part = row.part();
        long lane = lanes.enter(transaction, part.connectorId(), part.conversationId(), now);
        int rows = SqlTransaction.statements(transaction)
                .update(
                        INSERT,
                        lane,
                        part.connectorId().value(),
                        part.envelopeId().value(),
                        row.message() == null ? null : row.message().value(),
                        row.payload(),
                        now);
        return rows == 1;
    }

    @Override
    public void delivered(Transaction transaction, long sequence, MessageId nativeMessageId, int attempts, long now) {
        SqlTransaction.statements(transaction).update(DELIVERED, nativeMessageId.value(), attempts, now, sequence);
    }

    @Override
    public boolean waiting(
            Transaction transaction,
            LaneEntry message,
            Tries tries,
            @Nullable RetryClass retryClass,
            String reason,
            long nextAttempt,
            @Nullable Long unknownSince) {
        int rows = SqlTransaction.statements(transaction)
                .update(
                        WAITING,
                        tries.attempts(),
                        tries.free(),
                        tries.writtenCauses(),
                        retryClass == null ? null : retryClass.wireName(),
                        reason,
                        nextAttempt,
                        unknownSince,
                        unknownSince,
                        message.sequence(),
                        message.unknownSince());
        return rows == 1;
    }

    @Override
    public Refusals refusals(long sequence) {
        return reader.read(statements -> statements
                .first(
                        REFUSALS,
                        row -> new Refusals(row.getInt(1), row.getInt(2) == 1, row.getInt(3)),
                        Refusals.DIFFERENT_MESSAGES,
                        sequence)
                .orElse(new Refusals(0, false, 0)));
    }

    @Override
    public void refused(Transaction transaction, long sequence) {
        SqlTransaction.statements(transaction).update(REFUSED, sequence);
    }

    @Override
    public boolean passed(Transaction transaction, ConnectorId connectorId, long sequence) {
        return SqlTransaction.statements(transaction).update(OTHERS_PASSED, connectorId.value(), sequence) > 0;
    }

    @Override
    public boolean unknown(Transaction transaction, LaneEntry message, int attempts, String reason, long unknownSince) {
        int rows = SqlTransaction.statements(transaction)
                .update(UNKNOWN, attempts, reason, unknownSince, message.sequence(), message.unknownSince());
        return rows == 1;
    }

    @Override
    public boolean dead(Transaction transaction, LaneEntry message, int attempts, String reason, long now) {
        int rows = SqlTransaction.statements(transaction)
                .update(DEAD, attempts, reason, now, message.sequence(), message.unknownSince());
        return rows == 1;
    }

    @Override
    public boolean revive(
            Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId, OutboxState from, long now) {
        Optional<Long> lane = SqlTransaction.statements(transaction)
                .first(REVIVE, row -> row.getLong(1), connectorId.value(), envelopeId.value(), name(from));
        lane.ifPresent(id -> lanes.resume(transaction, id, now));
        return lane.isPresent();
    }

    @Override
    public boolean giveUp(
            Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId, String reason, long now) {
        int rows = SqlTransaction.statements(transaction)
                .update(GIVE_UP, reason, now, connectorId.value(), envelopeId.value());
        resumeLane(transaction, connectorId, envelopeId, now);
        return rows == 1;
    }

    @Override
    public void resumeLane(Transaction transaction, ConnectorId connectorId, EnvelopeId envelopeId, long now) {
        SqlTransaction.statements(transaction).update(RESUME_LANE, now, connectorId.value(), envelopeId.value());
        transaction.laneDue(Direction.OUTBOUND, now);
    }

    @Override
    public List<OutboxEntry> find(ConnectorId connectorId, EnvelopeId envelopeId) {
        return reader.read(statements -> statements.query(
                FIND,
                row -> new OutboxEntry(
                        connectorId,
                        new EnvelopeId(row.getString("envelope_id")),
                        OutboxState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        row.getInt("attempts"),
                        Statements.nullableLong(row, "next_attempt_unix_ms"),
                        retryClass(row.getString("retry_class")),
                        row.getString("reason"),
                        row.getString("native_message_id") == null
                                ? null
                                : new MessageId(row.getString("native_message_id"))),
                connectorId.value(),
                envelopeId.value(),
                connectorId.value(),
                envelopeId.value()));
    }

    @Override
    public boolean isAnothers(ConnectorId connectorId, MessageId nativeMessageId, EnvelopeId envelopeId) {
        return reader.read(statements -> statements
                .first(
                        OF_ANOTHER,
                        row -> row.getInt(1),
                        connectorId.value(),
                        nativeMessageId.value(),
                        envelopeId.value())
                .isPresent());
    }

    private static String name(OutboxState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable RetryClass retryClass(@Nullable String name) {
        return name == null ? null : RetryClass.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
