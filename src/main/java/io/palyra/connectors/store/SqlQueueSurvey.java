package io.palyra.connectors.store;

import io.palyra.connectors.lane.storage.QueueSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Depths of the queues in SQL. */
final class SqlQueueSurvey implements QueueSurvey {

    private static final String DUE_SINCE = """
            SELECT due_at FROM lanes
             WHERE direction = ? AND connector_id = ? AND due_at <= ? AND owner IS NULL
             ORDER BY due_at LIMIT 1""";

    /** A held lane keeps its claimable rows; what nobody may send again stands beside them. */
    private static final String DEPTHS = """
            SELECT l.connector_id, l.direction,
                   CASE WHEN l.owner IS NOT NULL THEN 'claimed' WHEN l.held IS NOT NULL THEN 'held'
                        WHEN l.due_at <= ?1 THEN 'due' ELSE 'waiting' END AS state,
                   COUNT(*), MIN(o.created_at_unix_ms)
              FROM lanes l JOIN outbox o ON o.lane_id = l.lane_id AND o.claimable = 1
             WHERE l.direction = 'outbound'
             GROUP BY 1, 2, 3
            UNION ALL
            SELECT l.connector_id, l.direction,
                   CASE WHEN l.owner IS NOT NULL THEN 'claimed' WHEN l.held IS NOT NULL THEN 'held'
                        WHEN l.due_at <= ?1 THEN 'due' ELSE 'waiting' END AS state,
                   COUNT(*), MIN(i.created_at_unix_ms)
              FROM lanes l JOIN inbound i ON i.lane_id = l.lane_id AND i.claimable = 1
             WHERE l.direction = 'inbound'
             GROUP BY 1, 2, 3
            UNION ALL
            SELECT connector_id, 'outbound', 'unknown', COUNT(*), MIN(created_at_unix_ms) FROM outbox
             WHERE state = 'unknown' AND claimable = 0 GROUP BY 1
            UNION ALL
            SELECT connector_id, direction, 'dead', COUNT(*), MIN(created_at_unix_ms) FROM dead_letters GROUP BY 1, 2""";

    private final Reader reader;

    SqlQueueSurvey(Reader reader) {
        this.reader = reader;
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
    public List<Depth> depths(long now) {
        return reader.read(statements -> statements.query(DEPTHS, SqlQueueSurvey::depth, now));
    }

    private static Depth depth(ResultSet row) throws SQLException {
        return new Depth(
                ConnectorId.of(row.getString(1)),
                Direction.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getString(3),
                row.getLong(4),
                Statements.nullableLong(row, 5));
    }
}
