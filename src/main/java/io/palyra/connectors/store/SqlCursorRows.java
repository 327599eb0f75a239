package io.palyra.connectors.store;

import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.CursorRows;
import io.palyra.connectors.transaction.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cursors in SQL. */
final class SqlCursorRows implements CursorRows {

    /**
     * Strangers may have written in thousands of direct conversations: those who are let in come first, then those of whom
     * something was admitted lately.
     */
    private static final String POSITIONS = """
            SELECT stream, position FROM connector_cursors c WHERE connector_id = ?1
             ORDER BY CASE WHEN conversation_id IN (SELECT conversation_id FROM access_grants WHERE connector_id = ?1) THEN 0
                           WHEN EXISTS (SELECT 1 FROM lanes l WHERE l.direction = 'inbound' AND l.connector_id = ?1
                                                                AND l.conversation_id = c.conversation_id) THEN 1
                           ELSE 2 END,
                      updated_at_unix_ms DESC, stream""";

    /** An adapter that is being stopped may still move a cursor when its instance is gone: not into the next one's life. */
    private static final String MOVE = """
            INSERT INTO connector_cursors
                   (connector_id, stream, position, conversation_id, read_again_from_unix_ms, updated_at_unix_ms)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM connector_instances WHERE connector_id = ?1)
            ON CONFLICT (connector_id, stream) DO UPDATE
               SET position = excluded.position, conversation_id = excluded.conversation_id,
                   read_again_from_unix_ms = excluded.read_again_from_unix_ms,
                   updated_at_unix_ms = excluded.updated_at_unix_ms""";

    private static final String FORGET = "DELETE FROM connector_cursors WHERE connector_id = ? AND stream = ?";

    /** In place of a conversation: every one of the connector. */
    private static final String ALL_CONVERSATIONS = "";

    private final Reader reader;

    SqlCursorRows(Reader reader) {
        this.reader = reader;
    }

    @Override
    public Map<String, String> positions(ConnectorId connectorId) {
        Map<String, String> positions = new LinkedHashMap<>();
        reader.read(statements -> statements.query(
                POSITIONS, row -> positions.put(row.getString(1), row.getString(2)), connectorId.value()));
        return positions;
    }

    @Override
    public void move(
            Transaction transaction,
            ConnectorId connectorId,
            String stream,
            String position,
            @Nullable ReadAgain overlap,
            long now) {
        SqlTransaction.statements(transaction)
                .update(
                        MOVE,
                        connectorId.value(),
                        stream,
                        position,
                        overlap == null ? null : conversation(overlap),
                        overlap == null ? null : overlap.fromUnixMs(),
                        now);
    }

    private static String conversation(ReadAgain overlap) {
        return overlap.conversation() == null
                ? ALL_CONVERSATIONS
                : overlap.conversation().value();
    }

    @Override
    public void forget(Transaction transaction, ConnectorId connectorId, String stream) {
        SqlTransaction.statements(transaction).update(FORGET, connectorId.value(), stream);
    }
}
