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
    private final MessageIndex index;

    SqlEventLog(Reader reader, Clock clock, EventRows rows, MessageIndex index) {
        this.reader = reader;
        this.clock = clock;
        this.rows = rows;
        this.index = index;
    }

    @Override
    public void append(Transaction transaction, ConnectorEvent event) {
        rows.insert(transaction, event, clock.millis());
    }

    @Override
    public List<LoggedEvent> latest(ConnectorId connectorId, EventFilter filter, int limit) {
        return reader.read(statements -> {
            if (filter.envelopeId() != null) {
                return index.newest(statements, connectorId, filter.envelopeId(), filter, limit);
            }
            String id = connectorId.value();
            return filter.types().isEmpty() && (filter.level() == null || filter.level() == EventLevel.INFO)
                    ? statements.query(
                            "latest_events", row -> event(connectorId, row), id, before(filter), since(filter), limit)
                    : statements.query(
                            "latest_events_of_kinds",
                            row -> event(connectorId, row),
                            id,
                            WireFormat.write(kinds(statements, connectorId, filter)),
                            before(filter),
                            since(filter),
                            limit);
        });
    }

    /** The kinds that there are and the filter wants: each a type, a space and a level. */
    private static List<String> kinds(Statements statements, ConnectorId connectorId, EventFilter filter) {
        return statements.query("kinds_of_events", row -> row.getString("kind"), connectorId.value()).stream()
                .filter(kind -> {
                    String[] typeAndLevel = kind.split(" ", 2);
                    return filter.isOfKind(typeAndLevel[0], typeAndLevel[1]);
                })
                .toList();
    }

    static long before(EventFilter filter) {
        return filter.beforeId() == null ? Long.MAX_VALUE : filter.beforeId();
    }

    static @Nullable String types(EventFilter filter) {
        return filter.types().isEmpty() ? null : WireFormat.write(filter.types());
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
