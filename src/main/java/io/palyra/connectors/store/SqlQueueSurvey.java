package io.palyra.connectors.store;

import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.lane.storage.BlockedLanes.Blocked;
import io.palyra.connectors.lane.storage.BlockedLanes.Why;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.lane.storage.QueueSurvey;
import io.palyra.connectors.lane.storage.RetryBacklog;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How the queues stand, in SQL. */
final class SqlQueueSurvey implements QueueSurvey {

    private static final String DUE_SINCE = """
            SELECT due_at FROM lanes
             WHERE direction = ? AND connector_id = ? AND due_at <= ? AND owner IS NULL
             ORDER BY due_at LIMIT 1""";

    /**
     * The queues of connectors from {@code ?2} to {@code ?3}. The first open message of a lane is its oldest, and the only
     * one that can be waiting for its retry; the others are counted in the index alone. A held lane keeps its claimable
     * rows; what nobody may send again stands beside them.
     */
    private static final String DEPTHS = """
            WITH lane AS (
              SELECT l.connector_id, 'outbound' AS direction, l.owner, l.held, l.due_at, o.created_at_unix_ms,
                     o.next_attempt_unix_ms, o.retry_class,
                     (SELECT COUNT(*) FROM outbox p WHERE p.lane_id = l.lane_id AND p.claimable = 1) AS messages
                FROM lanes l
                JOIN outbox o ON o.sequence = (SELECT MIN(sequence) FROM outbox p WHERE p.lane_id = l.lane_id AND p.claimable = 1)
               WHERE l.direction = 'outbound' AND l.connector_id BETWEEN ?2 AND ?3
              UNION ALL
              SELECT l.connector_id, 'inbound', l.owner, l.held, l.due_at, i.created_at_unix_ms,
                     i.next_attempt_unix_ms, NULL,
                     (SELECT COUNT(*) FROM inbound p WHERE p.lane_id = l.lane_id AND p.claimable = 1)
                FROM lanes l
                JOIN inbound i ON i.sequence = (SELECT MIN(sequence) FROM inbound p WHERE p.lane_id = l.lane_id AND p.claimable = 1)
               WHERE l.direction = 'inbound' AND l.connector_id BETWEEN ?2 AND ?3
            ), part AS (
              SELECT connector_id, direction,
                     CASE WHEN owner IS NOT NULL THEN 'claimed' WHEN held IS NOT NULL THEN 'held'
                          WHEN due_at <= ?1 THEN 'due' ELSE 'waiting' END AS state,
                     messages, created_at_unix_ms AS stored, CASE WHEN owner IS NULL THEN due_at END AS next_due,
                     next_attempt_unix_ms IS NOT NULL AS retrying,
                     CASE WHEN retry_class = 'rate_limit' THEN next_attempt_unix_ms END AS limited_until, NULL AS died
                FROM lane
              UNION ALL
              SELECT connector_id, 'outbound', CASE WHEN claimable = 0 THEN 'undecided' ELSE 'resent' END, 1,
                     created_at_unix_ms, NULL, 0, NULL, NULL
                FROM outbox WHERE state = 'unknown' AND connector_id BETWEEN ?2 AND ?3
              UNION ALL
              SELECT connector_id, direction, 'dead', 1, NULL, NULL, 0, NULL, created_at_unix_ms
                FROM dead_letters WHERE connector_id BETWEEN ?2 AND ?3
            )
            SELECT connector_id, direction,
                   SUM(CASE WHEN state = 'due' THEN messages ELSE 0 END) AS due,
                   SUM(CASE WHEN state = 'waiting' THEN messages ELSE 0 END) AS waiting,
                   SUM(CASE WHEN state = 'claimed' THEN messages ELSE 0 END) AS claimed,
                   SUM(CASE WHEN state = 'held' THEN messages ELSE 0 END) AS held,
                   SUM(state = 'undecided') AS undecided, SUM(state IN ('undecided', 'resent')) AS unknown,
                   SUM(state = 'dead') AS dead_letters, SUM(retrying) AS retrying, COUNT(limited_until) AS rate_limited,
                   MIN(limited_until) AS rate_limited_until, MIN(stored) AS oldest, MIN(next_due) AS next_due,
                   MAX(died) AS latest_dead_letter
              FROM part GROUP BY 1, 2""";

    /** Before and behind the ids of all connectors. */
    private static final String FIRST = "";

    private static final String LAST = "\uffff";

    /** Blocked is what is due later than {@code ?2} inbound and {@code ?3} outbound: later than now, or at any time. */
    private static final String COUNT = """
            SELECT (SELECT COUNT(*) FROM lanes
                     WHERE direction = 'inbound' AND connector_id = ?1 AND due_at > ?2 AND owner IS NULL)
                 + (SELECT COUNT(*) FROM lanes
                     WHERE direction = 'outbound' AND connector_id = ?1 AND due_at > ?3 AND owner IS NULL)
                 + (SELECT COUNT(*) FROM lanes WHERE connector_id = ?1 AND held IS NOT NULL)""";

    /** What waits for its next attempt or for others to get through, what is held by an unknown outcome, what is held by a dead letter. */
    private static final String OLDEST = """
            SELECT 'outbound' AS direction, l.conversation_id, o.envelope_id,
                   CASE WHEN l.due_at > ?4 THEN 'WAITING_FOR_RETRY' ELSE 'NOTHING_GETS_THROUGH' END AS why,
                   o.created_at_unix_ms, CASE WHEN l.due_at > ?4 THEN l.due_at END, o.reason
              FROM lanes l
              JOIN outbox o ON o.sequence = (SELECT MIN(sequence) FROM outbox WHERE lane_id = l.lane_id AND claimable = 1)
             WHERE l.direction = 'outbound' AND l.connector_id = ?1 AND l.due_at > ?3 AND l.owner IS NULL
            UNION ALL
            SELECT 'inbound', json_extract(i.payload, '$.conversation_id'), i.envelope_id,
                   CASE WHEN l.due_at <= ?4 THEN 'NOTHING_GETS_THROUGH'
                        WHEN l.conversation_id LIKE '%|put-off|%' THEN 'PUT_OFF'
                        ELSE 'WAITING_FOR_RETRY' END,
                   i.created_at_unix_ms, CASE WHEN l.due_at > ?4 THEN l.due_at END, i.reason
              FROM lanes l
              JOIN inbound i ON i.sequence = (SELECT MIN(sequence) FROM inbound WHERE lane_id = l.lane_id AND claimable = 1)
             WHERE l.direction = 'inbound' AND l.connector_id = ?1 AND l.due_at > ?2 AND l.owner IS NULL
            UNION ALL
            SELECT 'outbound', l.conversation_id, o.envelope_id, 'HELD_BY_UNKNOWN_OUTCOME', o.created_at_unix_ms, NULL, o.reason
              FROM outbox o
              JOIN lanes l ON l.lane_id = o.lane_id AND l.held = 'unknown_outcome'
             WHERE o.connector_id = ?1 AND o.state = 'unknown' AND o.claimable = 0
            UNION ALL
            SELECT 'outbound', l.conversation_id, o.envelope_id, 'HELD_BY_DEAD_LETTER', o.created_at_unix_ms, NULL, o.reason
              FROM dead_letters d
              JOIN outbox o ON o.connector_id = d.connector_id AND o.envelope_id = d.envelope_id AND o.state = 'dead'
              JOIN lanes l ON l.lane_id = o.lane_id AND l.held = 'dead_letter'
             WHERE d.connector_id = ?1 AND d.direction = 'outbound'
             ORDER BY 5 LIMIT 1""";

    private final Reader reader;

    SqlQueueSurvey(Reader reader) {
        this.reader = reader;
    }

    @Override
    public List<QueueDepth> of(ConnectorId connectorId, long now) {
        List<QueueDepth> found = depths(connectorId.value(), connectorId.value(), now);
        return Stream.of(Direction.INBOUND, Direction.OUTBOUND)
                .map(direction -> found.stream()
                        .filter(depth -> depth.direction() == direction)
                        .findFirst()
                        .orElseGet(() -> QueueDepth.empty(connectorId, direction)))
                .toList();
    }

    @Override
    public List<QueueDepth> all(long now) {
        return depths(FIRST, LAST, now);
    }

    private List<QueueDepth> depths(String from, String to, long now) {
        return reader.read(statements -> statements.query(DEPTHS, SqlQueueSurvey::depth, now, from, to));
    }

    private static QueueDepth depth(ResultSet row) throws SQLException {
        return new QueueDepth(
                ConnectorId.of(row.getString("connector_id")),
                direction(row.getString("direction")),
                row.getLong("due"),
                row.getLong("waiting"),
                row.getLong("claimed"),
                row.getLong("held"),
                row.getLong("undecided"),
                row.getLong("unknown"),
                row.getLong("dead_letters"),
                new RetryBacklog(
                        row.getLong("retrying"),
                        row.getLong("rate_limited"),
                        Statements.nullableLong(row, "rate_limited_until")),
                Statements.nullableLong(row, "oldest"),
                Statements.nullableLong(row, "next_due"),
                Statements.nullableLong(row, "latest_dead_letter"));
    }

    @Override
    public OptionalLong dueSince(Direction direction, ConnectorId connectorId, long now) {
        return reader.read(statements -> statements
                .query(
                        DUE_SINCE,
                        row -> row.getLong(1),
                        direction.name().toLowerCase(Locale.ROOT),
                        connectorId.value(),
                        now)
                .stream()
                .mapToLong(Long::longValue)
                .findFirst());
    }

    @Override
    public BlockedLanes blocked(ConnectorId connectorId, Closed closed, long now) {
        long inboundAfter = closed.inbound() ? Long.MIN_VALUE : now;
        long outboundAfter = closed.outbound() ? Long.MIN_VALUE : now;
        String id = connectorId.value();
        return reader.read(statements -> {
            long count = statements.one(COUNT, row -> row.getLong(1), id, inboundAfter, outboundAfter);
            return new BlockedLanes(
                    count,
                    count == 0
                            ? null
                            : statements
                                    .first(OLDEST, SqlQueueSurvey::blocked, id, inboundAfter, outboundAfter, now)
                                    .orElse(null));
        });
    }

    private static Blocked blocked(ResultSet row) throws SQLException {
        return new Blocked(
                direction(row.getString(1)),
                new ConversationId(row.getString(2)),
                new EnvelopeId(row.getString(3)),
                Why.valueOf(row.getString(4)),
                row.getLong(5),
                Statements.nullableLong(row, 6),
                row.getString(7));
    }

    private static Direction direction(String name) {
        return Direction.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
