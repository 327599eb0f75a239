package io.palyra.connectors.store;

import io.palyra.connectors.events.EventPage;
import io.palyra.connectors.events.EventPosition;
import io.palyra.connectors.events.EventReaders;
import io.palyra.connectors.events.EventSelection;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Positions of readers in SQL. Events of a connector are numbered in the order of commits ({@link EventRows}): what is behind a
 * position was not there when it was taken.
 */
final class SqlEventReaders implements EventReaders {

    /** What is looked at in one go, wanted or not. */
    private static final int LOOK_MAX = 2_000;

    private record Ahead(int events, long first, long last) {}

    private final Reader reader;

    SqlEventReaders(Reader reader) {
        this.reader = reader;
    }

    @Override
    public EventPosition end() {
        Map<ConnectorId, Long> last = new HashMap<>();
        reader.read(statements ->
                statements.query("last_events", row -> last.put(ConnectorId.of(row.getString(1)), row.getLong(2))));
        return new EventPosition(last);
    }

    @Override
    public EventPosition begin(Transaction transaction, String routeId, EventPosition anew, long now) {
        Statements statements = SqlTransaction.statements(transaction);
        if (statements.update("new_event_reader", routeId, now) == 1) {
            move(transaction, routeId, EventPosition.BEGINNING, anew, now);
        } else {
            statements.update("event_reader_seen", routeId, now);
        }
        Map<ConnectorId, Long> positions = new HashMap<>();
        statements.query(
                "event_positions", row -> positions.put(ConnectorId.of(row.getString(1)), row.getLong(2)), routeId);
        return new EventPosition(positions);
    }

    @Override
    public void move(Transaction transaction, String routeId, EventPosition stored, EventPosition position, long now) {
        Statements statements = SqlTransaction.statements(transaction);
        statements.update("event_reader_seen", routeId, now);
        position.since(stored)
                .forEach((connector, eventId) ->
                        statements.update("move_event_position", routeId, connector.value(), eventId));
    }

    @Override
    public EventPage next(EventPosition after, EventSelection which, int limit) {
        return reader.read(statements -> {
            ConnectorId only = which.connectorId();
            Page page = new Page(after, which, limit);
            (only == null ? connectors(statements) : List.of(only))
                    .forEach(connector -> page.add(statements, connector));
            return page.sorted();
        });
    }

    private static List<ConnectorId> connectors(Statements statements) {
        return statements.query("connectors_with_events", row -> ConnectorId.of(row.getString(1)));
    }

    /** Put together from one connector after the other. */
    private static final class Page {

        private final EventSelection which;
        private final int limit;
        private final List<Timed> events = new ArrayList<>();
        private EventPosition through;
        private boolean more;
        private long purged;

        Page(EventPosition after, EventSelection which, int limit) {
            this.through = after;
            this.which = which;
            this.limit = limit;
        }

        void add(Statements statements, ConnectorId connector) {
            boolean isNamed = through.lastIds().containsKey(connector);
            long from = through.of(connector);
            Ahead ahead = statements.one(
                    "events_ahead",
                    row -> new Ahead(row.getInt(1), row.getLong(2), row.getLong(3)),
                    connector.value(),
                    from,
                    LOOK_MAX);
            if (ahead.events() == 0) {
                return;
            }
            List<LoggedEvent> wanted = statements.query(
                    "wanted_events",
                    row -> SqlEventLog.event(connector, row),
                    connector.value(),
                    from,
                    ahead.last(),
                    SqlEventLog.levels(which.level()),
                    which.types().isEmpty() ? null : WireFormat.write(which.types()),
                    limit);
            long time = 0;
            for (LoggedEvent event : wanted) {
                time = Math.max(time, event.createdAtUnixMs());
                events.add(new Timed(time, event));
            }
            boolean full = wanted.size() == limit;
            through = through.after(connector, full ? wanted.get(limit - 1).eventId() : ahead.last());
            more |= full || ahead.events() == LOOK_MAX;
            if (isNamed && ahead.first() > from + 1 && isGone(statements, connector, from)) {
                purged += ahead.first() - from - 1;
            }
        }

        /** The oldest are deleted first, so while one up to the position is there, nothing behind it has been. */
        private static boolean isGone(Statements statements, ConnectorId connector, long position) {
            return statements
                    .first("older_event", row -> true, connector.value(), position)
                    .isEmpty();
        }

        EventPage sorted() {
            events.sort(Comparator.comparingLong(Timed::time));
            return new EventPage(events.stream().map(Timed::event).toList(), through, more, purged);
        }
    }

    /** The time never goes back within a connector, as the clock may: so sorting keeps the order of its events. */
    private record Timed(long time, LoggedEvent event) {}
}
