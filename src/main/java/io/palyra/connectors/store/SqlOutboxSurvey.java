package io.palyra.connectors.store;

import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.outbox.OutboxSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists rows of the outbox in SQL. */
final class SqlOutboxSurvey implements OutboxSurvey {

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
        String conversation = conversationId == null ? null : conversationId.value();
        return reader.read(statements -> state == OutboxState.UNKNOWN
                ? statements.query(
                        "list_unknown_outbox", SqlOutboxSurvey::row, connectorId.value(), after, conversation, limit)
                : statements.query(
                        "list_outbox",
                        SqlOutboxSurvey::row,
                        connectorId.value(),
                        Statements.word(state),
                        after,
                        conversation,
                        limit));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("sequence"),
                new EnvelopeId(row.getString("envelope_id")),
                new ConversationId(row.getString("conversation")),
                Statements.word(OutboxState.class, row.getString("state")),
                row.getInt("attempts"),
                Statements.nullableLong(row, "next_attempt_unix_ms"),
                row.getLong("created_at_unix_ms"),
                row.getString("reason"));
    }
}
