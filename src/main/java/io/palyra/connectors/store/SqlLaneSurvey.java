package io.palyra.connectors.store;

import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.lane.storage.BlockedLanes.Blocked;
import io.palyra.connectors.lane.storage.BlockedLanes.Why;
import io.palyra.connectors.lane.storage.LaneSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** Blocked lanes in SQL. */
final class SqlLaneSurvey implements LaneSurvey {

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

    SqlLaneSurvey(Reader reader) {
        this.reader = reader;
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
                                    .first(OLDEST, SqlLaneSurvey::map, id, inboundAfter, outboundAfter, now)
                                    .orElse(null));
        });
    }

    private static Blocked map(ResultSet row) throws SQLException {
        return new Blocked(
                Direction.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                new ConversationId(row.getString(2)),
                new EnvelopeId(row.getString(3)),
                Why.valueOf(row.getString(4)),
                row.getLong(5),
                Statements.nullableLong(row, 6),
                row.getString(7));
    }
}
