package io.palyra.connectors.store;

import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventSearch;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.store.EventReach.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Searches the logs of all connectors in SQL. Each has numbers of its own, and no index orders them by time: it would cost
 * every event that is written. So a part of each log is read, and those parts are extended that reach least far back, until
 * the page is full.
 */
final class SqlEventSearch implements EventSearch {

    private static final Comparator<EventReach.Placed> NEWEST_FIRST = Comparator.comparingLong(EventReach.Placed::place)
            .reversed()
            .thenComparing(placed -> placed.event().connectorId().value())
            .thenComparing(placed -> placed.event().eventId(), Comparator.reverseOrder());

    /** How far the time of an event may be behind that of the one before it. */
    private static final Duration DISORDER = Duration.ofMinutes(1);

    private final Reader reader;

    SqlEventSearch(Reader reader) {
        this.reader = reader;
    }

    @Override
    public Found newest(EventFilter filter, Map<ConnectorId, Long> before, int limit) {
        return reader.read(statements -> new Search(statements, filter, before, limit).run());
    }

    /** One search. */
    private static final class Search {

        private final Statements statements;
        private final EventFilter filter;
        private final int limit;
        private final Map<ConnectorId, EventReach> reaches = new HashMap<>();
        private long looked;

        Search(Statements statements, EventFilter filter, Map<ConnectorId, Long> before, int limit) {
            this.statements = statements;
            this.filter = filter;
            this.limit = limit;
            long chunk = EventReach.firstChunk(limit, before.size());
            before.forEach((connector, number) -> reaches.put(connector, new EventReach(number, chunk)));
        }

        Found run() {
            List<ConnectorId> shortest = List.copyOf(reaches.keySet());
            while (!shortest.isEmpty() && looked < LOOK_MAX && certain().size() < limit) {
                extend(shortest);
                shortest = shortest();
            }
            return found();
        }

        private void extend(List<ConnectorId> connectors) {
            List<Span> spans = new ArrayList<>();
            long most = (LOOK_MAX - looked) / connectors.size();
            for (ConnectorId connector : connectors) {
                Span span = reach(connector).extend(connector, most);
                looked += span.before() - span.first();
                spans.add(span);
            }
            String json = WireFormat.write(spans);
            // Of events that are deleted meanwhile it is then known that there is nothing older
            List<LoggedEvent> events = statements.query(
                    "events_within",
                    row -> SqlEventLog.event(ConnectorId.of(row.getString("connector_id")), row),
                    json,
                    SqlEventLog.since(filter),
                    SqlEventLog.levels(filter.level()),
                    SqlEventLog.types(filter),
                    filter.envelopeId());
            events.stream()
                    .sorted(Comparator.comparingLong(LoggedEvent::eventId).reversed())
                    .forEach(event -> reach(event.connectorId()).add(event));
            statements.query(
                    "ends_of_spans",
                    row -> {
                        reach(ConnectorId.of(row.getString("connector_id")))
                                .ends(
                                        Statements.nullableLong(row, "oldest"),
                                        row.getBoolean("more"),
                                        youngestUnwanted());
                        return true;
                    },
                    json);
        }

        private EventReach reach(ConnectorId connector) {
            return Objects.requireNonNull(reaches.get(connector), connector::value);
        }

        private long youngestUnwanted() {
            Long since = filter.sinceUnixMs();
            return since == null ? Long.MIN_VALUE : since - DISORDER.toMillis();
        }

        /** Those that have more, and reach less far back than half-way between the nearest and the farthest one. */
        private List<ConnectorId> shortest() {
            List<EventReach> open =
                    reaches.values().stream().filter(EventReach::hasMore).toList();
            long nearest = open.stream().mapToLong(EventReach::place).max().orElse(0);
            long farthest = open.stream().mapToLong(EventReach::place).min().orElse(0);
            long halfWay = farthest + (nearest - farthest) / 2;
            return reaches.entrySet().stream()
                    .filter(entry ->
                            entry.getValue().hasMore() && entry.getValue().place() >= halfWay)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /** Nothing younger than this is missing; null if nothing at all is. */
        private @Nullable Long complete() {
            return reaches.values().stream()
                    .filter(EventReach::hasMore)
                    .map(EventReach::place)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }

        /** What was found and has nothing that was not looked at before it. */
        private List<EventReach.Placed> certain() {
            Long complete = complete();
            return reaches.values().stream()
                    .flatMap(reach -> reach.placed().stream())
                    .filter(placed -> complete == null || placed.place() >= complete)
                    .sorted(NEWEST_FIRST)
                    .limit(limit)
                    .toList();
        }

        private Found found() {
            List<EventReach.Placed> page = certain();
            page.forEach(placed -> reach(placed.event().connectorId()).given(placed.event()));
            boolean isAll = reaches.values().stream().noneMatch(EventReach::hasRest);
            Long complete = page.size() < limit
                    ? complete()
                    : Long.valueOf(page.get(limit - 1).place());
            return new Found(
                    page.stream().map(EventReach.Placed::event).toList(),
                    isAll ? Map.of() : rest(),
                    isAll ? null : complete);
        }

        private Map<ConnectorId, Long> rest() {
            Map<ConnectorId, Long> rest = new HashMap<>();
            reaches.forEach((connector, reach) -> rest.put(connector, reach.rest()));
            return rest;
        }
    }
}
