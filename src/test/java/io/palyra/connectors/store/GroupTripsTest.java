package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.PutOff;
import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.TickedTimer;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneDispatcher;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.LanesUnderTest;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: a group commit on PostgreSQL makes a few trips to the server, however many works are in it and whatever they are.
 * Method: the writer is held up until a full group waits, with works of every kind that messages make, one after the other;
 * what it then sends is counted.
 */
class GroupTripsTest {

    /** With the commit, and without the store's clock, which adds one now and then. */
    private static final int TRIPS_MAX = 3;

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final int LANES = 64;

    private record Group(int works, List<String> trips) {}

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<String> sent = new ArrayList<>();
    private final List<Group> groups = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(0, 2 * LANES, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
    private final CountDownLatch inHand = new CountDownLatch(LANES);
    private final CountDownLatch sendingEnds = new CountDownLatch(1);
    private SqlStore store;
    private InboxStore inbox;
    private OutboxStore outbox;
    private DeadLetterStore deadLetters;
    private EventLog events;
    private Transactions transactions;
    private LanesUnderTest lanes;

    @BeforeEach
    void open() {
        PostgresDialect postgres =
                new PostgresDialect(TestPostgres.newDatabase(), TestPostgres.USER, null, TestPostgres.NODE);
        store = SqlStore.open(
                new WatchedDialect(postgres, new Trips(), new StatementWatch() {}), SteadyClock.following(clock));
        inbox = store.inbox();
        outbox = store.outbox();
        deadLetters = store.deadLetters();
        events = store.events();
        transactions = store.transactions();
        lanes = new LanesUnderTest(
                store,
                clock,
                new TickedTimer(),
                new LaneDispatcher.Limits(LANES, LANES, 1, Duration.ofMinutes(10)),
                new Passage(SteadyClock.following(clock), () -> 0.5),
                ECHO);
        store.onCommit(new Trips());
    }

    @AfterEach
    void close() {
        sendingEnds.countDown();
        lanes.close();
        workers.shutdownNow();
    }

    /** On the writer thread. */
    private final class Trips implements StatementWatch, CommitListener {

        @Override
        public void before(String statement) {
            sent.add(statement.replaceFirst(" \\[.*", ""));
        }

        @Override
        public void beforeCommit(String statements) {
            if (!sent.get(sent.size() - 1).endsWith("COMMIT")) {
                sent.add("COMMIT");
            }
        }

        @Override
        public void committed(int works, long nanos) {
            groups.add(new Group(works, List.copyOf(sent)));
            sent.clear();
        }

        @Override
        public void failed() {
            sent.add("ROLLBACK");
        }
    }

    @Test
    void aFullGroupOfAllKindsOfWorksTakesAFewTrips() {
        List<ClaimedLane> toRoute = routedNext();
        startSending();
        CountDownLatch fullGroup = new CountDownLatch(1);
        CountDownLatch writerWaits = new CountDownLatch(1);
        transactions.submit(transaction -> {
            writerWaits.countDown();
            return await(fullGroup);
        });
        assertThat(await(writerWaits)).isTrue();

        sendingEnds.countDown();
        Awaitility.await().until(() -> workers.getCompletedTaskCount() == LANES);
        List<CompletableFuture<?>> works = IntStream.range(0, LANES)
                .mapToObj(n -> List.<CompletableFuture<?>>of(
                        admit("in" + n),
                        admit("new" + n),
                        putOff("later" + n),
                        transactions.write(transaction -> route(transaction, toRoute.get(n))),
                        transactions.write(transaction -> goOn(transaction, toRoute.get(n))),
                        enqueue("new" + n),
                        n % 2 == 0 ? enqueue("out" + n) : transactions.write(this::moveCursor)))
                .<CompletableFuture<?>>flatMap(List::stream)
                .toList();
        fullGroup.countDown();
        works.forEach(CompletableFuture::join);

        Group largest = groups.stream().max(Comparator.comparing(Group::works)).orElseThrow();
        assertThat(largest.works()).isEqualTo(GroupCommit.GROUP_MAX);
        assertThat(largest.trips()).hasSizeLessThanOrEqualTo(TRIPS_MAX);
        assertThat(largest.trips().get(largest.trips().size() - 1))
                .as("so that no process that stands still keeps the numbers of events from others")
                .contains("INSERT INTO event_numbers", "INSERT INTO connector_events")
                .endsWith("; COMMIT");
    }

    /** The daemon has answered to a message in each of these lanes. */
    private List<ClaimedLane> routedNext() {
        each(n -> admit("in" + n));
        long now = clock.millis();
        LaneQueue.Claim claim = new LaneQueue.Claim("router", LANES, 1, now, now + 1);
        return transactions.run(transaction -> inbox.lanes().claim(transaction, ECHO, claim));
    }

    /** The platform has been given a message of each of as many other lanes, and not answered. */
    private void startSending() {
        lanes.start(this::send, workers);
        each(n -> enqueue("out" + n));
        assertThat(await(inHand)).isTrue();
    }

    private static void each(IntFunction<CompletableFuture<?>> works) {
        IntStream.range(0, LANES).mapToObj(works).toList().forEach(CompletableFuture::join);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<?> admit(String id) {
        return received(
                id, (transaction, message, payload) -> inbox.insert(transaction, message, payload, clock.millis()));
    }

    private CompletableFuture<?> putOff(String id) {
        PutOff putOff = new PutOff(clock.millis() + 60_000, "bots take turns");
        return received(
                id,
                (transaction, message, payload) ->
                        inbox.insertPutOff(transaction, message, payload, putOff, clock.millis()));
    }

    @FunctionalInterface
    private interface Insert {
        Answer<Boolean> into(Transaction transaction, InboundMessageEvent message, String payload);
    }

    private CompletableFuture<?> received(String id, Insert insert) {
        InboundMessageEvent message = InboundMessageEvent.builder(
                        new EnvelopeId(id), ECHO, new ConversationId(id), new SenderId("user"), "hello")
                .build();
        String payload = WireFormat.write(message);
        return transactions.submitAsking(transaction -> insert.into(transaction, message, payload)
                .map(fresh ->
                        event(transaction, id, fresh ? EventType.INBOUND_RECEIVED : EventType.INBOUND_DUPLICATE)));
    }

    private CompletableFuture<?> enqueue(String id) {
        return transactions.submitAsking(transaction -> insert(transaction, id, id));
    }

    private Answer<Boolean> insert(Transaction transaction, String id, String conversation) {
        OutboundMessageRequest message = OutboundMessageRequest.builder(
                        new EnvelopeId(id), ECHO, new ConversationId(conversation), "hello")
                .build();
        return outbox.insert(transaction, List.of(OutboxRow.of(message, null)), clock.millis())
                .map(fresh -> event(transaction, id, fresh ? EventType.OUTBOX_ENQUEUED : EventType.OUTBOX_DUPLICATE));
    }

    private void moveCursor(Transaction transaction) {
        store.cursors().move(transaction, ECHO, "feed", "1", null, clock.millis());
    }

    private void route(Transaction transaction, ClaimedLane lane) {
        LaneEntry entry = lane.entries().get(0);
        String id = entry.envelopeId().value();
        inbox.routed(transaction, entry.sequence(), 1, "routed", null, 1, clock.millis());
        insert(transaction, id + ":0", id).then(fresh -> event(transaction, id, EventType.INBOUND_ROUTED));
        inbox.lanes().isHeld(transaction, lane).then(held -> assertThat(held).isTrue());
    }

    private void goOn(Transaction transaction, ClaimedLane lane) {
        inbox.lanes().nextOrRelease(transaction, lane, 16, clock.millis()).then(next -> assertThat(next)
                .contains(List.of()));
    }

    private void send(LaneDelivery delivery) {
        inHand.countDown();
        await(sendingEnds);
        LaneEntry message = delivery.entry();
        LaneStep.WaitUntil wait = delivery.wait(Duration.ofMinutes(1));
        long now = clock.millis();
        switch ((int) (message.sequence() % 5)) {
            case 0 ->
                delivery.settle(LaneStep.NEXT, transaction -> {
                    outbox.delivered(transaction, message.sequence(), new MessageId("sent"), 1, now);
                    event(transaction, message, EventType.OUTBOX_DELIVERED);
                });
            case 1 ->
                delivery.settle(wait, transaction -> outbox.waiting(
                                transaction,
                                message,
                                new Tries(1, 0),
                                RetryClass.TRANSIENT_NETWORK,
                                "reset",
                                delivery.now(wait),
                                null)
                        .then(waits -> event(transaction, message, EventType.OUTBOX_RETRY)));
            case 2 ->
                delivery.settle(hold(LaneStep.HoldReason.UNKNOWN_OUTCOME), transaction -> outbox.unknown(
                                transaction, message, 1, "no answer", now)
                        .then(unknown -> event(transaction, message, EventType.OUTBOX_UNKNOWN)));
            case 3 ->
                delivery.settle(hold(LaneStep.HoldReason.DEAD_LETTER), transaction -> outbox.dead(
                                transaction, message, 1, "refused", now)
                        .then(died -> {
                            deadLetters.add(
                                    transaction,
                                    ECHO,
                                    message.envelopeId(),
                                    Direction.OUTBOUND,
                                    "refused",
                                    message.payload(),
                                    now);
                            event(transaction, message, EventType.OUTBOX_DEAD_LETTER);
                        }));
            default -> delivery.giveBack();
        }
    }

    private static LaneStep hold(LaneStep.HoldReason reason) {
        return new LaneStep.Hold(reason);
    }

    private boolean event(Transaction transaction, LaneEntry message, EventType type) {
        return event(transaction, message.envelopeId().value(), type);
    }

    private boolean event(Transaction transaction, String id, EventType type) {
        events.append(transaction, ConnectorEvent.about(ECHO, new EnvelopeId(id), type, EventLevel.INFO, "as it says"));
        return true;
    }
}
