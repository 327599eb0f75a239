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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The event log in SQL. */
final class SqlEventLog implements EventLog {

    private final Reader reader;
    private final Clock clock;
    private final EventRows rows;

    SqlEventLog(Reader reader, Clock clock, EventRows rows) {
        this.reader = reader;
        this.clock = clock;
        this.rows = rows;
    }

    @Override
    public void append(Transaction transaction, ConnectorEvent event) {
        rows.insert(transaction, event, clock.millis());
    }

    @Override
    public List<LoggedEvent> latest(ConnectorId connectorId, EventFilter filter, int limit) {
        return reader.read(statements -> statements.query(
                "latest_events",
                row -> event(connectorId, row),
                connectorId.value(),
                filter.beforeId() == null ? Long.MAX_VALUE : filter.beforeId(),
                since(filter),
                levels(filter.level()),
                filter.types().isEmpty() ? null : WireFormat.write(filter.types()),
                filter.envelopeId(),
                limit));
    }

    static long since(EventFilter filter) {
        return filter.sinceUnixMs() == null ? 0 : filter.sinceUnixMs();
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
