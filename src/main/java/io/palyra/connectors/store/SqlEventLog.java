package io.palyra.connectors.store;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event log in SQL. */
final class SqlEventLog implements EventLog {

    private final Reader reader;
    private final Clock clock;

    /** The last number given to an event of a connector, committed or not; used by the writer only. */
    private final Map<ConnectorId, Long> lastIds = new HashMap<>();

    private int connection;

    SqlEventLog(Reader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public void append(Transaction transaction, ConnectorEvent event) {
        if (SqlTransaction.connection(transaction) != connection) {
            // Another program may have had the store meanwhile
            connection = SqlTransaction.connection(transaction);
            lastIds.clear();
        }
        Long last = lastIds.get(event.connectorId());
        long eventId = 1 + (last == null ? last(SqlTransaction.statements(transaction), event.connectorId()) : last);
        lastIds.put(event.connectorId(), eventId);
        SqlTransaction.asks(transaction)
                .append(
                        "insert_event",
                        event.connectorId().value(),
                        eventId,
                        event.type().wireName(),
                        event.level().wireName(),
                        event.message(),
                        event.details().isEmpty() ? null : WireFormat.write(event.details()),
                        clock.millis());
    }

    private static long last(Statements statements, ConnectorId connectorId) {
        return statements.one("last_event_number", row -> row.getLong(1), connectorId.value());
    }

    @Override
    public List<LoggedEvent> latest(ConnectorId connectorId, EventFilter filter, int limit) {
        return reader.read(statements -> statements.query(
                "latest_events",
                row -> event(connectorId, row),
                connectorId.value(),
                filter.beforeId(),
                filter.sinceUnixMs(),
                levels(filter.level()),
                filter.types().isEmpty() ? null : WireFormat.write(filter.types()),
                filter.envelopeId(),
                limit));
    }

    static LoggedEvent event(ConnectorId connectorId, ResultSet row) throws SQLException {
        String details = row.getString("details");
        return new LoggedEvent(
                row.getLong("event_id"),
                connectorId,
                row.getString("event_type"),
                row.getString("level"),
                row.getString("message"),
                details == null ? null : WireFormat.tree(details),
                row.getLong("created_at_unix_ms"));
    }

    /** That one and graver ones, as JSON. */
    static @Nullable String levels(@Nullable EventLevel least) {
        return least == null
                ? null
                : WireFormat.write(Arrays.stream(EventLevel.values())
                        .filter(level -> level.compareTo(least) >= 0)
                        .map(EventLevel::wireName)
                        .toList());
    }
}
