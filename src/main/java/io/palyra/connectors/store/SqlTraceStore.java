package io.palyra.connectors.store;

import io.palyra.connectors.lane.storage.TraceStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Traces in SQL. */
final class SqlTraceStore implements TraceStore {

    /** Between these stand the ids that begin with the id and a colon. */
    private static final String AFTER = ":";

    private static final String BEFORE = ";";

    private final Reader reader;

    SqlTraceStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public List<TracedRow> trace(ConnectorId connectorId, EnvelopeId envelopeId) {
        String id = envelopeId.value();
        return reader.read(statements ->
                statements.query("trace", SqlTraceStore::map, connectorId.value(), id, id + AFTER, id + BEFORE));
    }

    private static TracedRow map(ResultSet row) throws SQLException {
        String nativeId = row.getString("native_message_id");
        return new TracedRow(
                Statements.word(Direction.class, row.getString("direction")),
                new EnvelopeId(row.getString("envelope_id")),
                row.getString("state"),
                row.getInt("attempts"),
                row.getLong("created_at_unix_ms"),
                Statements.nullableLong(row, "settled"),
                Statements.nullableLong(row, "next_attempt_unix_ms"),
                row.getString("reason"),
                nativeId == null ? null : new MessageId(nativeId));
    }
}
