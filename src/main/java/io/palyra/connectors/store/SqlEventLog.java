package io.palyra.connectors.store;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.lane.Transaction;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The event log in SQL. */
final class SqlEventLog implements EventLog {

    private static final String INSERT = """
            INSERT INTO connector_events (connector_id, event_id, event_type, level, message, details, created_at_unix_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";

    private static final String LAST = """
            SELECT event_id FROM connector_events WHERE connector_id = ? ORDER BY event_id DESC LIMIT 1""";

    private static final String LATEST = """
            SELECT event_id, event_type, level, message, details, created_at_unix_ms FROM connector_events
             WHERE connector_id = ? ORDER BY event_id DESC LIMIT ?""";

    private final Reader reader;
    private final Clock clock;

    /** The last number given to an event of a connector, committed or not; used by the writer only. */
    private final Map<ConnectorId, Long> lastIds = new HashMap<>();

    SqlEventLog(Reader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public void append(Transaction transaction, ConnectorEvent event) {
        Statements statements = SqlTransaction.statements(transaction);
        long eventId = lastIds.computeIfAbsent(event.connectorId(), connector -> last(statements, connector)) + 1;
        lastIds.put(event.connectorId(), eventId);
        statements.update(
                INSERT,
                event.connectorId().value(),
                eventId,
                event.type().wireName(),
                event.level().wireName(),
                event.message(),
                event.details().isEmpty() ? null : WireFormat.write(event.details()),
                clock.millis());
    }

    private static long last(Statements statements, ConnectorId connectorId) {
        return statements
                .first(LAST, row -> row.getLong(1), connectorId.value())
                .orElse(0L);
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
