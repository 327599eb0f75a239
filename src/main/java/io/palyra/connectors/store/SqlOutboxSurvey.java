package io.palyra.connectors.store;

import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.outbox.OutboxSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lists rows of the outbox in SQL. */
final class SqlOutboxSurvey implements OutboxSurvey {

    /** The lane of an old row may have been purged. */
    private static final String LIST = """
            SELECT o.sequence, o.envelope_id, o.state, o.attempts, o.next_attempt_unix_ms, o.created_at_unix_ms, o.reason,
                   COALESCE(l.conversation_id, json_extract(o.payload, '$.conversation_id')) AS conversation
              FROM outbox o LEFT JOIN lanes l ON l.lane_id = o.lane_id
             WHERE o.connector_id = ?1 AND o.state = ?2 AND o.sequence > ?3
               AND (?4 IS NULL OR l.conversation_id = ?4)
             ORDER BY o.sequence LIMIT ?5""";

    /** The same for the state that has an index: it is what an operator looks for among millions of others. */
    private static final String LIST_UNKNOWN = """
            SELECT o.sequence, o.envelope_id, o.state, o.attempts, o.next_attempt_unix_ms, o.created_at_unix_ms, o.reason,
                   COALESCE(l.conversation_id, json_extract(o.payload, '$.conversation_id')) AS conversation
              FROM outbox o INDEXED BY outbox_unknown LEFT JOIN lanes l ON l.lane_id = o.lane_id
             WHERE o.connector_id = ?1 AND o.state = 'unknown' AND ?2 = 'unknown' AND o.sequence > ?3
               AND (?4 IS NULL OR l.conversation_id = ?4)
             ORDER BY o.sequence LIMIT ?5""";

    private final Reader reader;

    SqlOutboxSurvey(Reader reader) {
        this.reader = reader;
    }

    @Override
    public List<Row> list(
            ConnectorId connectorId,
            OutboxState state,
            @Nullable ConversationId conversationId,
            long after,
            int limit) {
        return reader.read(statements -> statements.query(
                state == OutboxState.UNKNOWN ? LIST_UNKNOWN : LIST,
                SqlOutboxSurvey::row,
                connectorId.value(),
                state.name().toLowerCase(Locale.ROOT),
                after,
                conversationId == null ? null : conversationId.value(),
                limit));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("sequence"),
                new EnvelopeId(row.getString("envelope_id")),
                new ConversationId(row.getString("conversation")),
                OutboxState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                Statements.nullableLong(row, "next_attempt_unix_ms"),
                row.getLong("created_at_unix_ms"),
                row.getString("reason"));
    }
}
