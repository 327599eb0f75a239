package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventPage;
import io.palyra.connectors.events.EventPosition;
import io.palyra.connectors.events.EventReaders;
import io.palyra.connectors.events.EventSelection;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.transaction.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The event log and the positions of its readers, as the databases keep them; an event's message is its name here. */
@ParameterizedClass
@EnumSource
class EventRowsTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final ConnectorId DEV = ConnectorId.of("echo:dev");
    private static final EventSelection ALL = new EventSelection(List.of(), null, null);
    private static final String ROUTE = "pager";
    private static final int MANY = 100;

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
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

    private void reopen() {
        store.close();
        store = database.open(url, clock);
    }

    @Test
    void theLatestComeFirstNumberedWithinTheirConnector() {
        append(event(OPS, EventType.QUEUE_PAUSED, EventLevel.INFO, "a"));
        append(
                event(DEV, EventType.QUEUE_PAUSED, EventLevel.INFO, "b"),
                event(OPS, EventType.QUEUE_RESUMED, EventLevel.INFO, "c"));
        reopen();
        append(event(OPS, EventType.QUEUE_PAUSED, EventLevel.WARN, "d"));

        assertThat(store.events().latest(OPS, 2))
                .extracting(LoggedEvent::eventId)
                .containsExactly(3L, 2L);
        assertThat(store.events().latest(OPS, MANY).get(0))
                .isEqualTo(new LoggedEvent(3, OPS, "queue.paused", "warn", "d", null, clock.millis()));
        assertThat(names(OPS, EventFilter.ANY)).containsExactly("d", "c", "a");
        assertThat(store.events().latest(DEV, MANY))
                .extracting(LoggedEvent::eventId)
                .containsExactly(1L);
    }

    /** In one group, as most are. */
    @Test
    void textsAndDetailsComeBackAsTheyWere() {
        List<String> texts =
                List.of("", "NULL", "null", "{a,\"b\"}", "it's ? \\ $1 :now", "zwei\nZeilen", "ä 𝄞 \uffff", "%_!*");
        append(texts.stream()
                .map(text -> event(OPS, EventType.INBOUND_REFUSED, EventLevel.INFO, text)
                        .with("reason", text)
                        .with("count", Long.MAX_VALUE))
                .toArray(ConnectorEvent[]::new));

        List<LoggedEvent> found = store.events().latest(OPS, MANY);

        assertThat(found).extracting(LoggedEvent::message).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(found).allSatisfy(event -> {
            assertThat(event.details()).isNotNull();
            assertThat(event.details().get("reason").asText()).isEqualTo(event.message());
            assertThat(event.details().get("count").asLong()).isEqualTo(Long.MAX_VALUE);
        });
    }

    /** More than go together into the database, and a few that are left over. */
    @Test
    void manyOfOneTransactionAreStoredInTheirOrder() {
        append(IntStream.range(0, 21)
                .mapToObj(i -> event(i % 3 == 0 ? DEV : OPS, EventType.QUEUE_PAUSED, EventLevel.INFO, "e" + i))
                .toArray(ConnectorEvent[]::new));

        assertThat(names(DEV, EventFilter.ANY)).containsExactly("e18", "e15", "e12", "e9", "e6", "e3", "e0");
        assertThat(store.events().latest(OPS, MANY))
                .extracting(LoggedEvent::eventId)
                .containsExactly(14L, 13L, 12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(names(OPS, EventFilter.ANY)).startsWith("e20", "e19", "e17").endsWith("e4", "e2", "e1");
    }

    @Test
    void aLevelLetsGraverOnesThrough() {
        append(
                event(OPS, EventType.OUTBOX_RETRY, EventLevel.INFO, "info"),
                event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "warn"),
                event(OPS, EventType.OUTBOX_RETRY, EventLevel.ERROR, "error"));

        assertThat(names(OPS, filter(List.of(), EventLevel.INFO, null))).containsExactly("error", "warn", "info");
        assertThat(names(OPS, filter(List.of(), EventLevel.WARN, null))).containsExactly("error", "warn");
        assertThat(names(OPS, filter(List.of(), EventLevel.ERROR, null))).containsExactly("error");
    }

    @Test
    void typesAreExactOrBeginWithWhatStandsBeforeAnAsterisk() {
        append(
                event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "retry"),
                event(OPS, EventType.OUTBOX_DEAD_LETTER, EventLevel.WARN, "dead"),
                event(OPS, EventType.DEAD_LETTER_REPLAYED, EventLevel.INFO, "replayed"));

        assertThat(names(OPS, types("outbox.dead_letter"))).containsExactly("dead");
        assertThat(names(OPS, types("outbox.*"))).containsExactly("dead", "retry");
        assertThat(names(OPS, types("outbox.retry", "dead_letter.*"))).containsExactly("replayed", "retry");
        assertThat(names(OPS, types("*"))).containsExactly("replayed", "dead", "retry");
        for (String none : List.of("outbox", "OUTBOX.*", "outbox.%", "outbox.dead_lette_", "*.retry", "", "a\"b")) {
            assertThat(names(OPS, types(none))).as(none).isEmpty();
        }
    }

    @Test
    void anEnvelopeIsFoundWithItsPartsAndReplies() {
        for (String id : List.of("m1", "m1:0", "m1:0:chunk1", "m1:chunk1", "m10", "m1x:0", "xm1", "M1", "m_", "m_:0")) {
            append(ConnectorEvent.about(OPS, new EnvelopeId(id), EventType.OUTBOX_ENQUEUED, EventLevel.INFO, id));
        }
        append(event(OPS, EventType.QUEUE_PAUSED, EventLevel.INFO, "about none"));
        append(event(OPS, EventType.INBOUND_REFUSED, EventLevel.INFO, "about none, with details")
                .with("reason", "m1"));

        assertThat(names(OPS, filter(List.of(), null, "m1"))).containsExactly("m1:chunk1", "m1:0:chunk1", "m1:0", "m1");
        assertThat(names(OPS, filter(List.of(), null, "m1:0"))).containsExactly("m1:0:chunk1", "m1:0");
        assertThat(names(OPS, filter(List.of(), null, "m_"))).containsExactly("m_:0", "m_");
        assertThat(names(OPS, filter(List.of(), null, ""))).isEmpty();
        assertThat(names(OPS, filter(List.of(), null, "m%"))).isEmpty();
    }

    @Test
    void pagesGoOnBeforeANumberAndBackToATime() {
        long begin = clock.millis();
        for (int i = 1; i <= 5; i++) {
            append(event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "e" + i));
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(names(OPS, new EventFilter(List.of(), null, null, null, 3L))).containsExactly("e2", "e1");
        assertThat(names(OPS, new EventFilter(List.of(), null, begin + 3_000, null, null)))
                .containsExactly("e5", "e4");
        assertThat(names(OPS, new EventFilter(List.of("outbox.*"), EventLevel.WARN, begin + 1_000, null, 4L)))
                .containsExactly("e3", "e2");
        assertThat(names(OPS, new EventFilter(List.of(), null, null, null, 1L))).isEmpty();
        assertThat(names(OPS, new EventFilter(List.of(), null, begin + 5_000, null, null)))
                .isEmpty();
    }

    @Test
    void aReaderGoesOnWhereItIs() {
        append(
                event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "a"),
                event(DEV, EventType.OUTBOX_RETRY, EventLevel.WARN, "b"));
        EventPosition end = readers().end();
        assertThat(end.lastIds()).isEqualTo(Map.of(OPS, 1L, DEV, 1L));
        assertThat(begin(end)).isEqualTo(end);
        assertThat(begin(EventPosition.BEGINNING)).as("it is known by now").isEqualTo(end);

        append(event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "c"));
        write(transaction -> readers().move(transaction, ROUTE, end, end.after(OPS, 2), clock.millis()));
        reopen();

        assertThat(begin(EventPosition.BEGINNING)).isEqualTo(end.after(OPS, 2));
    }

    @Test
    void aPositionNeverGoesBack() {
        EventPosition far = EventPosition.BEGINNING.after(OPS, 7).after(DEV, 3);
        begin(far);
        write(transaction ->
                readers().move(transaction, ROUTE, far, new EventPosition(Map.of(OPS, 2L, DEV, 9L)), clock.millis()));

        assertThat(begin(EventPosition.BEGINNING).lastIds()).isEqualTo(Map.of(OPS, 7L, DEV, 9L));
    }

    @Test
    void aReaderIsGivenWhatItWantsInOrder() {
        append(
                event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "a"),
                event(OPS, EventType.QUEUE_PAUSED, EventLevel.WARN, "b"));
        clock.advance(Duration.ofSeconds(1));
        append(
                event(DEV, EventType.OUTBOX_DELIVERED, EventLevel.INFO, "c"),
                event(DEV, EventType.OUTBOX_RETRY, EventLevel.WARN, "d"));
        clock.advance(Duration.ofSeconds(1));
        append(
                event(OPS, EventType.OUTBOX_DEAD_LETTER, EventLevel.ERROR, "e"),
                event(OPS, EventType.QUEUE_RESUMED, EventLevel.INFO, "f"));

        assertThat(names(next(ALL, MANY))).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(names(next(new EventSelection(List.of("outbox.*"), EventLevel.WARN, null), MANY)))
                .containsExactly("a", "d", "e");
        assertThat(names(next(new EventSelection(List.of("outbox.retry", "queue.*"), null, OPS), MANY)))
                .containsExactly("a", "b", "f");

        EventPage first = next(new EventSelection(List.of(), null, OPS), 3);
        assertThat(names(first)).containsExactly("a", "b", "e");
        assertThat(first.more()).isTrue();
        EventPage second = readers().next(first.through(), new EventSelection(List.of(), null, OPS), 3);
        assertThat(names(second)).containsExactly("f");
        assertThat(second.more()).isFalse();
        assertThat(second.through().lastIds()).isEqualTo(Map.of(OPS, 4L));
    }

    @Test
    void numbersGoOnAfterRetentionHasDeletedAllButTheNewest() {
        append(
                event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "a"),
                event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "b"));
        begin(readers().end());
        clock.advance(Duration.ofDays(1));
        begin(EventPosition.BEGINNING);
        write(transaction -> store.retention().purgeEvents(transaction, clock.millis(), MANY));
        assertThat(names(OPS, EventFilter.ANY)).containsExactly("b");
        assertThat(readers().end()).isEqualTo(EventPosition.BEGINNING.after(OPS, 2));
        reopen();

        append(event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "c"));

        assertThat(store.events().latest(OPS, MANY))
                .extracting(LoggedEvent::eventId)
                .containsExactly(3L, 2L);
        assertThat(names(readers().next(begin(EventPosition.BEGINNING), ALL, MANY)))
                .containsExactly("c");
    }

    @Test
    void theOldestGoFirstAndAReaderIsToldHowManyItMissed() {
        for (int i = 1; i <= 4; i++) {
            append(event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "e" + i));
            append(event(DEV, EventType.OUTBOX_RETRY, EventLevel.WARN, "e" + i));
            clock.advance(Duration.ofSeconds(1));
        }
        write(transaction -> store.retention().purgeEvents(transaction, clock.millis() - 1_000, 2));
        assertThat(names(OPS, EventFilter.ANY)).as("two in a step").containsExactly("e4", "e3");
        write(transaction -> store.retention().purgeEvents(transaction, clock.millis() - 1_000, 2));

        assertThat(names(OPS, EventFilter.ANY)).containsExactly("e4");
        assertThat(names(DEV, EventFilter.ANY)).containsExactly("e4");
        EventPage next = readers().next(EventPosition.BEGINNING.after(OPS, 1), ALL, MANY);
        assertThat(names(next)).containsExactly("e4", "e4");
        assertThat(next.purged()).isEqualTo(2);
    }

    /** As where several processes write, whose commits take a while. */
    @Test
    void noneGoesBeforeOneWithALowerNumber() {
        append(event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "a"));
        clock.advance(Duration.ofSeconds(2));
        append(event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "c"));
        clock.advance(Duration.ofSeconds(-1));
        append(event(OPS, EventType.OUTBOX_RETRY, EventLevel.WARN, "b"));
        write(transaction -> store.retention().purgeEvents(transaction, clock.millis() + 1, MANY));

        assertThat(names(OPS, EventFilter.ANY)).containsExactly("b", "c");
        write(transaction -> store.retention().purgeEvents(transaction, clock.millis() + 1_001, MANY));
        assertThat(names(OPS, EventFilter.ANY)).as("the newest stays").containsExactly("b");
    }

    private static ConnectorEvent event(ConnectorId connector, EventType type, EventLevel level, String name) {
        return ConnectorEvent.of(connector, type, level, name);
    }

    private static EventFilter types(String... types) {
        return filter(List.of(types), null, null);
    }

    private static EventFilter filter(List<String> types, @Nullable EventLevel level, @Nullable String envelope) {
        return new EventFilter(types, level, null, envelope, null);
    }

    private void append(ConnectorEvent... events) {
        write(transaction -> {
            for (ConnectorEvent event : events) {
                store.events().append(transaction, event);
            }
        });
    }

    private EventPosition begin(EventPosition anew) {
        return store.transactions()
                .<EventPosition>run(transaction -> readers().begin(transaction, ROUTE, anew, clock.millis()));
    }

    private EventPage next(EventSelection which, int limit) {
        return readers().next(EventPosition.BEGINNING, which, limit);
    }

    private EventReaders readers() {
        return store.eventReaders();
    }

    private List<String> names(ConnectorId connector, EventFilter filter) {
        return names(store.events().latest(connector, filter, MANY));
    }

    private static List<String> names(EventPage page) {
        return names(page.events());
    }

    private static List<String> names(List<LoggedEvent> events) {
        return events.stream().map(LoggedEvent::message).toList();
    }

    private void write(Consumer<Transaction> statements) {
        store.transactions().writeAndWait(statements);
    }
}
