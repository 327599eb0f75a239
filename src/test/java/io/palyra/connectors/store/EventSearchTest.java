package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventSearch;
import io.palyra.connectors.events.EventSearch.Found;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.ConnectorId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The log of all connectors together, newest first, page by page. */
@ParameterizedClass
@EnumSource
class EventSearchTest {

    private static final ConnectorId BUSY = ConnectorId.of("echo:busy");
    private static final ConnectorId QUIET = ConnectorId.of("echo:quiet");
    private static final ConnectorId DEAD = ConnectorId.of("echo:dead");
    private static final EventFilter ERRORS = new EventFilter(List.of(), EventLevel.ERROR, null, null, null);

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Random random = new Random(1);
    private String url;
    private SqlStore store;

    @BeforeEach
    void open() {
        url = database.newUrl(folder);
        store = database.open(url, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** One that is busy, one that is not, and one of which there are only old ones; the clock of one may be behind. */
    private void append(int events) {
        store.transactions().writeAndWait(transaction -> {
            for (int i = 0; i < events; i++) {
                ConnectorId connector = i < events / 10 ? DEAD : random.nextInt(20) == 0 ? QUIET : BUSY;
                EventLevel level = random.nextInt(40) == 0 ? EventLevel.ERROR : EventLevel.INFO;
                store.events()
                        .append(transaction, ConnectorEvent.of(connector, EventType.QUEUE_PAUSED, level, "e" + i));
                clock.advance(Duration.ofMillis(random.nextInt(50) - 5));
            }
        });
    }

    private void insertMany(ConnectorId connector, int events) throws SQLException {
        store.close();
        try (Connection connection = database.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + events
                    + ") INSERT INTO connector_events (connector_id, event_id, event_type, level, message,"
                    + " created_at_unix_ms) SELECT '" + connector + "', i, 'queue.paused',"
                    + " CASE WHEN i = 1 THEN 'error' ELSE 'info' END, 'e' || CAST(i AS TEXT), " + clock.millis()
                    + " + i FROM n");
        }
        store = database.open(url, clock);
    }

    private Map<ConnectorId, Long> end() {
        Map<ConnectorId, Long> end = new HashMap<>();
        store.eventReaders().end().lastIds().forEach((connector, number) -> end.put(connector, number + 1));
        return end;
    }

    private List<List<LoggedEvent>> pages(EventFilter filter, int limit) {
        List<List<LoggedEvent>> pages = new ArrayList<>();
        Map<ConnectorId, Long> before = end();
        do {
            Found found = search().newest(filter, before, limit);
            pages.add(found.events());
            before = found.rest();
        } while (!before.isEmpty());
        return pages;
    }

    private EventSearch search() {
        return store.eventSearch();
    }

    /** Each event of all logs, read one by one. */
    private List<LoggedEvent> all(EventFilter filter) {
        return Stream.of(BUSY, QUIET, DEAD)
                .flatMap(connector -> store.events().latest(connector, filter, 10_000).stream())
                .toList();
    }

    @Test
    void eachEventIsFoundOnceInTheOrderOfItsLogAndByTime() {
        append(3_000);
        for (EventFilter filter : List.of(EventFilter.ANY, ERRORS)) {
            for (int limit : List.of(1, 7, 100, 1_000)) {
                if (limit == 1 && filter == EventFilter.ANY) {
                    continue;
                }
                List<List<LoggedEvent>> pages = pages(filter, limit);

                List<LoggedEvent> found = pages.stream().flatMap(List::stream).toList();
                assertThat(found).as(filter + " " + limit).containsExactlyInAnyOrderElementsOf(all(filter));
                for (ConnectorId connector : List.of(BUSY, QUIET, DEAD)) {
                    assertThat(found.stream()
                                    .filter(event -> event.connectorId().equals(connector)))
                            .extracting(LoggedEvent::eventId)
                            .isSortedAccordingTo(Comparator.reverseOrder());
                }
                assertThat(mostDisorderMs(found)).isLessThan(100);
                assertThat(pages.stream().map(List::size).max(Comparator.naturalOrder()))
                        .hasValueSatisfying(largest -> assertThat(largest).isLessThanOrEqualTo(limit));
            }
        }
    }

    /** How much younger an event is than one before it. */
    private static long mostDisorderMs(List<LoggedEvent> events) {
        long oldest = Long.MAX_VALUE;
        long most = 0;
        for (LoggedEvent event : events) {
            most = Math.max(most, event.createdAtUnixMs() - oldest);
            oldest = Math.min(oldest, event.createdAtUnixMs());
        }
        return most;
    }

    @Test
    void aPageIsFullWhereThereIsEnough() {
        append(2_000);

        Found found = search().newest(EventFilter.ANY, end(), 500);

        assertThat(found.events()).hasSize(500);
        assertThat(found.searchedBackToUnixMs())
                .isBetween(
                        found.events().get(499).createdAtUnixMs() - 100,
                        found.events().get(499).createdAtUnixMs());
    }

    @Test
    void aTimeEndsTheSearch() throws SQLException {
        insertMany(BUSY, EventSearch.LOOK_MAX + 5_000);
        clock.advance(Duration.ofMinutes(5));
        EventFilter recent = new EventFilter(List.of(), null, clock.millis(), null, null);
        store.transactions().writeAndWait(transaction -> store.events()
                .append(transaction, ConnectorEvent.of(QUIET, EventType.QUEUE_PAUSED, EventLevel.INFO, "recent")));

        Found found = search().newest(recent, end(), 1_000);

        assertThat(found.events()).extracting(LoggedEvent::message).containsExactly("recent");
        assertThat(found.rest()).isEmpty();
        assertThat(found.searchedBackToUnixMs()).isNull();
    }

    @Test
    void aSearchEndsAfterManyEventsAndSaysWhereToGoOn() throws SQLException {
        insertMany(BUSY, EventSearch.LOOK_MAX + 5_000);
        insertMany(QUIET, 10);

        Found first = search().newest(ERRORS, end(), 100);
        assertThat(first.events()).isEmpty();
        assertThat(first.rest()).containsKeys(BUSY, QUIET);
        assertThat(first.rest().get(BUSY)).isBetween(4_900L, 5_020L);
        assertThat(first.searchedBackToUnixMs()).isBetween(clock.millis() + 4_900, clock.millis() + 5_020);

        Found second = search().newest(ERRORS, first.rest(), 100);
        assertThat(second.events()).extracting(LoggedEvent::eventId).containsExactly(1L, 1L);
        assertThat(second.rest()).isEmpty();
    }

    /** Of PostgreSQL; of SQLite this is in {@link StatementPlansTest}. */
    @Test
    void aSpanOfALogIsReadByItsIndex() throws SQLException {
        Assumptions.assumeTrue(database == StoreUnderTest.POSTGRESQL);
        insertMany(BUSY, 20_000);
        try (Connection connection = database.connect(url)) {
            connection.createStatement().execute("ANALYZE connector_events");
            for (String statement : List.of("events_within", "ends_of_spans", "last_events")) {
                String sql = database.statements().sql(statement);
                String filled =
                        sql.replaceFirst("\\?", "'[]'").replaceFirst("\\?", "0").replace("?", "NULL");
                List<String> plan = new ArrayList<>();
                try (ResultSet rows = connection.createStatement().executeQuery("EXPLAIN " + filled)) {
                    while (rows.next()) {
                        plan.add(rows.getString(1));
                    }
                }
                assertThat(plan)
                        .anyMatch(step -> step.contains("connector_events_pkey"))
                        .noneMatch(step -> step.contains("Seq Scan on connector_events"));
            }
        }
    }

    @Test
    void onlyTheConnectorsThatAreNamedAreLookedAt() {
        append(300);

        Found found = search().newest(EventFilter.ANY, Map.of(QUIET, 3L), 100);

        assertThat(found.events()).extracting(LoggedEvent::eventId).containsExactly(2L, 1L);
        assertThat(found.rest()).isEmpty();
    }
}
