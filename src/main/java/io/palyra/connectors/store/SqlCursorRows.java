package io.palyra.connectors.store;

import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.Asks.Turn;
import io.palyra.connectors.supervisor.CursorRows;
import io.palyra.connectors.transaction.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cursors in SQL. */
final class SqlCursorRows implements CursorRows {

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
                "cursor_positions", row -> positions.put(row.getString(1), row.getString(2)), connectorId.value()));
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
        SqlTransaction.asks(transaction)
                .write(
                        Turn.FIRST,
                        "move_cursor",
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
        SqlTransaction.statements(transaction).update("forget_cursor", connectorId.value(), stream);
    }
}
