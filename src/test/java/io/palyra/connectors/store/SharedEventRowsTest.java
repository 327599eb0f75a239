package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventPage;
import io.palyra.connectors.events.EventPosition;
import io.palyra.connectors.events.EventReaders;
import io.palyra.connectors.events.EventSelection;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: where several processes write events of one connector, none has the number of another, and a reader misses none.
 * Method: beside a store a second writer, or a transaction that is held open, on the same database.
 */
class SharedEventRowsTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final ConnectorId DEV = ConnectorId.of("echo:dev");
    private static final EventSelection ALL = new EventSelection(List.of(), null, null);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MANY = 1_000;
    private static final int EACH = 150;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private String url;
    private SqlStore store;

    @BeforeEach
    void open() {
        url = TestPostgres.newStore();
        store = StoreUnderTest.POSTGRESQL.open(url, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatCommitsLaterHasTheHigherNumber() throws Exception {
        try (Connection other = StoreUnderTest.POSTGRESQL.connect(url)) {
            insertWithoutCommit(other, OPS, "first");

            CompletableFuture<Boolean> second = append(store.transactions(), OPS, "second");
            awaitOneThatWaits();
            assertThat(next(EventPosition.BEGINNING).events()).isEmpty();
            other.commit();

            assertThat(second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(next(EventPosition.BEGINNING).events())
                .extracting(event -> event.eventId() + " " + event.message())
                .containsExactly("1 first", "2 second");
    }

    @Test
    void whatIsRolledBackLeavesNoGap() throws Exception {
        try (Connection other = StoreUnderTest.POSTGRESQL.connect(url)) {
            insertWithoutCommit(other, OPS, "never");

            CompletableFuture<Boolean> only = append(store.transactions(), OPS, "only");
            awaitOneThatWaits();
            other.rollback();

            assertThat(only.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(next(EventPosition.BEGINNING).events())
                .extracting(event -> event.eventId() + " " + event.message())
                .containsExactly("1 only");
    }

    @Test
    void aReaderSeesTheNumbersOfTwoWritersInTurn() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        store.onCommit(counting(failures));
        PostgresDialect dialect = new PostgresDialect(url, TestPostgres.USER, null);
        try (GroupCommit other = new GroupCommit(
                new WriterConnection(() -> dialect.connections().getConnection(), dialect.statements(), dialect::asks),
                dialect,
                dialect,
                clock)) {
            other.onCommit(counting(failures));
            other.start();
            CompletableFuture<Void> here = CompletableFuture.runAsync(() -> appendEach(store.transactions(), "here"));
            CompletableFuture<Void> there = CompletableFuture.runAsync(() -> appendEach(other, "there"));
            List<LoggedEvent> seen = readUntil(2 * EACH);
            CompletableFuture.allOf(here, there).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(seen)
                    .extracting(LoggedEvent::eventId)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 2 * EACH).boxed().toList());
            assertThat(seen).extracting(LoggedEvent::message).contains("here", "there");
        }
        assertThat(failures).hasValue(0);
    }

    /** Two groups that write events of the same connectors would wait for each other otherwise. */
    @Test
    void theNumbersOfSeveralConnectorsAreTakenInOneOrder() throws Exception {
        append(store.transactions(), List.of(DEV, OPS), "known").join();
        try (Connection other = StoreUnderTest.POSTGRESQL.connect(url);
                Connection third = StoreUnderTest.POSTGRESQL.connect(url);
                Statement lock = third.createStatement()) {
            insertWithoutCommit(other, DEV, "first");

            CompletableFuture<Boolean> second = append(store.transactions(), List.of(OPS, DEV), "second");
            awaitOneThatWaits();
            assertThatCode(() -> lock.execute(
                            "SELECT 1 FROM event_numbers WHERE connector_id = '" + OPS.value() + "' FOR UPDATE NOWAIT"))
                    .as("who waits for the first has not taken the last")
                    .doesNotThrowAnyException();
            other.commit();

            assertThat(second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void noNumberIsGivenAgainAfterOldEventsWerePurged() {
        append(store.transactions(), OPS, "a").join();
        append(store.transactions(), OPS, "b").join();
        clock.advance(Duration.ofDays(1));
        store.transactions()
                .writeAndWait(transaction -> store.retention().purgeEvents(transaction, clock.millis(), MANY));
        assertThat(store.events().latest(OPS, MANY))
                .extracting(LoggedEvent::eventId)
                .containsExactly(2L);
        store.close();
        store = StoreUnderTest.POSTGRESQL.open(url, clock);

        append(store.transactions(), OPS, "c").join();

        assertThat(store.events().latest(OPS, EventFilter.ANY, MANY))
                .extracting(LoggedEvent::eventId)
                .containsExactly(3L, 2L);
    }

    @Test
    void aRouteThatStartsOnTwoProcessesAtOnceBeginsWhereTheFirstOfThemDoes() throws Exception {
        try (Connection other = StoreUnderTest.POSTGRESQL.connect(url);
                Statement first = other.createStatement()) {
            other.setAutoCommit(false);
            first.execute("INSERT INTO event_readers (route_id, seen_at_unix_ms) VALUES ('pager', 0)");
            first.execute("INSERT INTO event_positions (route_id, connector_id, event_id) VALUES ('pager', '"
                    + OPS.value() + "', 1)");

            EventPosition later = EventPosition.BEGINNING.after(OPS, 5).after(DEV, 5);
            CompletableFuture<EventPosition> begun = store.transactions()
                    .submit(transaction -> store.eventReaders().begin(transaction, "pager", later, clock.millis()));
            awaitOneThatWaits();
            other.commit();

            assertThat(begun.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(EventPosition.BEGINNING.after(OPS, 1));
        }
    }

    private static CommitListener counting(AtomicInteger failures) {
        return new CommitListener() {
            @Override
            public void committed(int works, long nanos) {
                // Only failures count
            }

            @Override
            public void failed() {
                failures.incrementAndGet();
            }
        };
    }

    /** One commit after the other. */
    private void appendEach(Transactions transactions, String name) {
        for (int i = 0; i < EACH; i++) {
            append(transactions, OPS, name).join();
        }
    }

    private List<LoggedEvent> readUntil(int count) {
        List<LoggedEvent> seen = new ArrayList<>();
        EventPosition position = EventPosition.BEGINNING;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (seen.size() < count && System.nanoTime() < end) {
            EventPage page = next(position);
            seen.addAll(page.events());
            position = page.through();
        }
        assertThat(seen).hasSize(count);
        return seen;
    }

    private EventPage next(EventPosition after) {
        EventReaders readers = store.eventReaders();
        return readers.next(after, ALL, MANY);
    }

    private CompletableFuture<Boolean> append(Transactions transactions, ConnectorId connector, String name) {
        return append(transactions, List.of(connector), name);
    }

    private CompletableFuture<Boolean> append(Transactions transactions, List<ConnectorId> connectors, String name) {
        EventLog events = store.events();
        return transactions.write(transaction -> connectors.forEach(connector -> events.append(
                transaction, ConnectorEvent.of(connector, EventType.QUEUE_PAUSED, EventLevel.INFO, name))));
    }

    /** As another process does just before it commits. */
    private void insertWithoutCommit(Connection other, ConnectorId connector, String name) throws SQLException {
        other.setAutoCommit(false);
        Statements statements = new Statements(other, PostgresDialect.STATEMENTS);
        Object[] event = {connector.value(), "queue.paused", "info", name, null, clock.millis()};
        List<String> types = PostgresDialect.STATEMENTS.forGroup("insert_event").types();
        Object[] arrays = new Object[event.length];
        for (int i = 0; i < event.length; i++) {
            arrays[i] = statements.array(types.get(i), new Object[] {event[i]});
        }
        statements.execute(PostgresDialect.STATEMENTS.forGroup(List.of("insert_event")), arrays);
    }

    private void awaitOneThatWaits() {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
                row.next();
                return row.getInt(1) == 1;
            }
        });
    }
}
