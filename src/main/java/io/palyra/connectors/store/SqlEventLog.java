package io.palyra.connectors.store;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.lane.Transaction;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import java.time.Clock;
import java.util.List;

/** The event log in SQL. */
final class SqlEventLog implements EventLog {

    private static final String INSERT = """
            INSERT INTO connector_events (connector_id, event_type, level, message, details, created_at_unix_ms)
            VALUES (?, ?, ?, ?, ?, ?)""";

    private static final String LATEST = """
            SELECT event_id, event_type, level, message, details, created_at_unix_ms FROM connector_events
             WHERE connector_id = ? ORDER BY event_id DESC LIMIT ?""";

    private final Reader reader;
    private final Clock clock;

    SqlEventLog(Reader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public void append(Transaction transaction, ConnectorEvent event) {
        SqlTransaction.statements(transaction)
                .update(
                        INSERT,
                        event.connectorId().value(),
                        event.type().wireName(),
                        event.level().wireName(),
                        event.message(),
                        event.details().isEmpty() ? null : WireFormat.write(event.details()),
                        clock.millis());
    }

    @Override
    public List<LoggedEvent> latest(ConnectorId connectorId, int limit) {
        return reader.read(statements -> statements.query(
                LATEST,
                row -> {
                    String details = row.getString("details");
                    return new LoggedEvent(
                            row.getLong("event_id"),
                            connectorId,
                            row.getString("event_type"),
                            row.getString("level"),
                            row.getString("message"),
                            details == null ? null : WireFormat.tree(details),
                            row.getLong("created_at_unix_ms"));
                },
                connectorId.value(),
                limit));
    }
}
