package io.palyra.connectors.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.cluster.Turns;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: a route gets every event it wants, in order, at least once, over stops. Method: loops on a real store, without Camel. */
@ParameterizedClass
@EnumSource
class EventLoopTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final ConnectorId DEV = ConnectorId.of("echo:dev");
    private static final EventSelection ALL = new EventSelection(List.of(), null, null);
    private static final EventSelection DEAD = new EventSelection(List.of("outbox.dead_letter"), null, null);

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final EventFeed feed = new EventFeed();
    private String url;
    private SqlStore store;
    private EventLog log;

    @BeforeEach
    void openNew() {
        url = database.newUrl(folder);
        open();
    }

    private void open() {
        store = database.open(url, clock);
        log = new AnnouncedEvents(store.events(), feed);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** A loop on a thread of its own, and what it was given; it takes what the predicate says. */
    private final class Run implements AutoCloseable {

        private final List<String> given = new CopyOnWriteArrayList<>();
        private final EventLoop loop;
        private final Thread thread;

        Run(String route, EventSelection which, boolean fromBeginning, OnFailure onFailure, Predicate<String> takes) {
            this(route, which, fromBeginning, onFailure, takes, store.transactions());
        }

        Run(
                String route,
                EventSelection which,
                boolean fromBeginning,
                OnFailure onFailure,
                Predicate<String> takes,
                Transactions transactions) {
            EventService service = new EventService(
                    store.eventReaders(), feed, transactions, clock, Turns.ALWAYS, Duration.ofSeconds(5));
            loop = EventLoop.begin(service, route, which, fromBeginning, onFailure, event -> {
                given.add(event.message());
                return takes.test(event.message()) ? null : "not now";
            });
            thread = new Thread(loop);
            thread.start();
        }

        void awaitGiven(String... messages) {
            await().untilAsserted(() -> assertThat(given).containsExactly(messages));
        }

        @Override
        public void close() throws InterruptedException {
            loop.end();
            thread.join();
        }
    }

    private Run run(EventSelection which, boolean fromBeginning) {
        return new Run("pager", which, fromBeginning, OnFailure.retry, message -> true);
    }

    private void happens(ConnectorId connector, EventType type, String... messages) {
        store.transactions().writeAndWait(transaction -> {
            for (String message : messages) {
                log.append(transaction, ConnectorEvent.of(connector, type, EventLevel.WARN, message));
            }
        });
    }

    @Test
    void aNewRouteBeginsNowOrAtTheBeginning() throws Exception {
        happens(OPS, EventType.OUTBOX_DEAD_LETTER, "old");
        try (Run late = new Run("late", ALL, false, OnFailure.retry, message -> true)) {
            // Stored by now, so that a kill changes nothing
            assertThat(isKnown("late")).isTrue();
            happens(OPS, EventType.OUTBOX_DEAD_LETTER, "new");
            late.awaitGiven("new");
        }
        try (Run all = new Run("all", ALL, true, OnFailure.retry, message -> true)) {
            all.awaitGiven("old", "new");
        }
    }

    @Test
    void aNewRouteMissesNothingAlthoughTheStoreTookNothingWhenItStarted() throws Exception {
        happens(OPS, EventType.OUTBOX_DEAD_LETTER, "old");
        FirstRefused transactions = new FirstRefused(store.transactions());
        try (Run late = new Run("late", ALL, false, OnFailure.retry, message -> true, transactions)) {
            assertThat(isKnown("late")).isFalse();
            happens(OPS, EventType.OUTBOX_DEAD_LETTER, "new");
            late.awaitGiven("new");
        }
    }

    @Test
    void goesOnBehindWhatItHasTakenAndMissesNothingThatHappenedMeanwhile() throws Exception {
        try (Run first = run(ALL, true)) {
            happens(OPS, EventType.OUTBOX_DEAD_LETTER, "1", "2");
            happens(DEV, EventType.OUTBOX_DEAD_LETTER, "a");
            await().until(() -> first.given.size() == 3);
        }
        happens(OPS, EventType.OUTBOX_DEAD_LETTER, "3");
        happens(DEV, EventType.OUTBOX_DEAD_LETTER, "b");
        try (Run second = run(ALL, true)) {
            happens(OPS, EventType.OUTBOX_DEAD_LETTER, "4");
            await().untilAsserted(() -> assertThat(second.given).containsExactlyInAnyOrder("3", "b", "4"));
            assertThat(second.given.indexOf("3")).isLessThan(second.given.indexOf("4"));
        }
    }

    @Test
    void anEventThatIsNotTakenIsGivenAgainAndNothingBehindIt() throws Exception {
        try (Run run = new Run("pager", ALL, true, OnFailure.retry, new FirstTimeRefused("1"))) {
            happens(OPS, EventType.OUTBOX_DEAD_LETTER, "1", "2");
            run.awaitGiven("1", "1", "2");
        }
    }

    @Test
    void oneThatWasNotTakenIsGivenAgainAfterAStop() throws Exception {
        happens(OPS, EventType.OUTBOX_DEAD_LETTER, "1", "2", "3");
        try (Run run = new Run("pager", ALL, true, OnFailure.retry, message -> message.equals("1"))) {
            run.awaitGiven("1", "2");
        }
        try (Run next = run(ALL, true)) {
            next.awaitGiven("2", "3");
        }
    }

    @Test
    void oneThatIsNotTakenIsSkippedWhereTheRouteSaysSo() throws Exception {
        try (Run run = new Run("pager", ALL, true, OnFailure.skip, message -> !message.equals("1"))) {
            happens(OPS, EventType.OUTBOX_DEAD_LETTER, "1", "2");
            run.awaitGiven("1", "2");
        }
        try (Run next = run(ALL, true)) {
            happens(OPS, EventType.OUTBOX_DEAD_LETTER, "3");
            next.awaitGiven("3");
        }
    }

    /** More than one look, and the wanted ones at its ends. */
    @Test
    void findsTheFewThatItWantsAmongMany() throws Exception {
        happens(OPS, EventType.OUTBOX_DEAD_LETTER, "first");
        happens(
                OPS,
                EventType.OUTBOX_DELIVERED,
                IntStream.range(0, 4_500).mapToObj(String::valueOf).toArray(String[]::new));
        happens(OPS, EventType.OUTBOX_DEAD_LETTER, "last");
        try (Run run = run(DEAD, true)) {
            run.awaitGiven("first", "last");
        }
    }

    @Test
    void selectsByTypeGroupLevelAndConnector() throws Exception {
        happens(OPS, EventType.QUEUE_PAUSED, "paused");
        happens(OPS, EventType.OUTBOX_RETRY, "retry");
        happens(DEV, EventType.OUTBOX_RETRY, "dev");
        store.transactions()
                .writeAndWait(transaction -> log.append(
                        transaction, ConnectorEvent.of(OPS, EventType.OUTBOX_ENQUEUED, EventLevel.INFO, "enqueued")));
        EventSelection some = new EventSelection(EventSelection.types("outbox.*"), EventLevel.WARN, OPS);
        try (Run run = run(some, true)) {
            happens(OPS, EventType.OUTBOX_UNKNOWN, "unknown");
            run.awaitGiven("retry", "unknown");
        }
    }

    /** Numbers that a position names are not given again, or what happens next would be behind it. */
    @Test
    void seesWhatHappensAfterAllButTheNewestWasPurged() throws Exception {
        try (Run run = run(ALL, true)) {
            happens(OPS, EventType.OUTBOX_DEAD_LETTER, "1", "2");
            run.awaitGiven("1", "2");
        }
        clock.advance(Duration.ofDays(1));
        try (Run run = run(ALL, true)) {
            // It is there today, so its position is kept
            await().until(() -> isKnown("pager"));
        }
        store.transactions()
                .writeAndWait(transaction -> store.retention().purgeEvents(transaction, clock.millis() - 1, 500));
        assertThat(store.events().latest(OPS, 10)).hasSize(1);
        store.close();
        open();

        happens(OPS, EventType.OUTBOX_DEAD_LETTER, "3");
        try (Run run = run(ALL, true)) {
            run.awaitGiven("3");
        }
    }

    @Test
    void thePositionOfARouteThatIsGoneIsPurgedAfterTheEvents() throws Exception {
        happens(OPS, EventType.OUTBOX_DEAD_LETTER, "1");
        try (Run run = run(ALL, true)) {
            run.awaitGiven("1");
        }
        store.transactions()
                .writeAndWait(transaction -> store.retention().purgeEvents(transaction, clock.millis(), 500));
        assertThat(isKnown("pager")).isTrue();

        store.transactions()
                .writeAndWait(transaction -> store.retention().purgeEvents(transaction, clock.millis() + 1, 500));
        assertThat(isKnown("pager")).isFalse();
    }

    @Test
    void saysHowManyWereDeletedBeforeItSawThem() {
        happens(OPS, EventType.OUTBOX_DEAD_LETTER, "1", "2", "3", "4");
        store.transactions()
                .writeAndWait(transaction -> store.retention().purgeEvents(transaction, clock.millis() + 1, 3));

        EventPosition seenOne = EventPosition.BEGINNING.after(OPS, 1);

        assertThat(store.eventReaders().next(seenOne, ALL, 10).purged()).isEqualTo(2);
        assertThat(store.eventReaders().next(seenOne.after(OPS, 3), ALL, 10).purged())
                .isZero();
    }

    @Test
    void theWordsOfAFilterAreEventTypes() {
        assertThat(EventSelection.types("outbox.dead_letter, queue.*"))
                .containsExactly("outbox.dead_letter", "queue.*");
        assertThat(EventSelection.types("*")).isEmpty();
        Map.of(
                        "outbox.deadletter",
                                "\"outbox.deadletter\" is no event type; the nearest is outbox.dead_letter",
                        "outbx.*", "\"outbx.*\" is no event type; the nearest is outbox.*",
                        "outbox*", "\"outbox*\" is no event type; the nearest is outbox.*",
                        "outbox.*,", "\"\" is no event type; the nearest is ")
                .forEach((wrong, said) -> assertThatThrownBy(() -> EventSelection.types(wrong))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(said));
    }

    private boolean isKnown(String route) throws SQLException {
        try (Connection connection = database.connect(url);
                PreparedStatement query =
                        connection.prepareStatement("SELECT 1 FROM event_readers WHERE route_id = ?")) {
            query.setString(1, route);
            return query.executeQuery().next();
        }
    }

    /** Takes nothing the first time. */
    private static final class FirstRefused implements Transactions {

        private final Transactions store;
        private final AtomicBoolean refused = new AtomicBoolean();

        FirstRefused(Transactions store) {
            this.store = store;
        }

        @Override
        public <T> CompletableFuture<T> submitAsking(Work<Answer<T>> work) {
            return refused.compareAndSet(false, true)
                    ? CompletableFuture.failedFuture(new StoreUnavailableException("the disk is full", null))
                    : store.submitAsking(work);
        }

        @Override
        public void onLaneDue(Direction direction, LaneDueListener listener) {
            store.onLaneDue(direction, listener);
        }
    }

    /** Refuses a message the first time. */
    private static final class FirstTimeRefused implements Predicate<String> {

        private final String refused;
        private boolean wasRefused;

        FirstTimeRefused(String refused) {
            this.refused = refused;
        }

        @Override
        public boolean test(String message) {
            if (wasRefused || !message.equals(refused)) {
                return true;
            }
            wasRefused = true;
            return false;
        }
    }
}
