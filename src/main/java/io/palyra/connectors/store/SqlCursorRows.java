package io.palyra.connectors.store;

import io.palyra.connectors.lane.Transaction;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.CursorRows;
import java.util.HashMap;
import java.util.Map;

/** Cursors in SQL. */
final class SqlCursorRows implements CursorRows {

    private static final String POSITIONS = "SELECT stream, position FROM connector_cursors WHERE connector_id = ?";

    private static final String MOVE = """
            INSERT INTO connector_cursors (connector_id, stream, position, updated_at_unix_ms) VALUES (?, ?, ?, ?)
            ON CONFLICT (connector_id, stream) DO UPDATE
               SET position = excluded.position, updated_at_unix_ms = excluded.updated_at_unix_ms""";

    private final Reader reader;

    SqlCursorRows(Reader reader) {
        this.reader = reader;
    }

    @Override
    public Map<String, String> positions(ConnectorId connectorId) {
        Map<String, String> positions = new HashMap<>();
        reader.read(statements -> statements.query(
                POSITIONS, row -> positions.put(row.getString(1), row.getString(2)), connectorId.value()));
        return positions;
    }

    @Override
    public void move(Transaction transaction, ConnectorId connectorId, String stream, String position, long now) {
        SqlTransaction.statements(transaction).update(MOVE, connectorId.value(), stream, position, now);
    }
}
