package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import io.palyra.connectors.transaction.Transactions.LaneDueListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: works that share a commit see the rows of a lane as if they had been run one after the other. Method: one goes on with
 * a lane, and one writes into it; the writer is held up until both wait.
 */
class WorksOfOneGroupTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final ConversationId CONVERSATION = new ConversationId("c");
    private static final EnvelopeId MESSAGE = new EnvelopeId("m");
    private static final EnvelopeId OTHER = new EnvelopeId("other");

    @TempDir
    private Path folder;

    /** Stands still: what is due a moment after its group has begun is claimed by the next one. */
    private final SettableClock clock = new SettableClock(Instant.now());

    private final List<Integer> groups = new CopyOnWriteArrayList<>();
    private SqlStore store;
    private OutboxStore outbox;
    private Transactions transactions;

    @AfterEach
    void close() {
        store.close();
    }

    private void open(StoreUnderTest database) {
        store = database.open(database.newUrl(folder), clock);
        outbox = store.outbox();
        transactions = store.transactions();
        store.onCommit(new CommitListener() {
            @Override
            public void committed(int works, long nanos) {
                groups.add(works);
            }

            @Override
            public void failed() {
                // Whoever wrote is told
            }
        });
    }

    /** A caller that splits a message otherwise now has its first part known. */
    @ParameterizedTest
    @EnumSource
    void aFurtherPartOfAKnownMessageIsNotHandedOver(StoreUnderTest database) {
        open(database);
        Outcome outcome = goOnBeside(new Message(MESSAGE, 2));

        assertThat(outcome.next()).contains(List.of());
        assertThat(outcome.stored()).containsExactly(false);
        assertThat(outbox.find(ECHO, part(MESSAGE, 1).envelopeId())).isEmpty();
        assertThat(groups).as("they shared a commit").contains(2);
        assertThat(claims()).isEmpty();
    }

    /** Both are new when the statement runs that stores their parts. */
    @ParameterizedTest
    @EnumSource
    void aPartThatIsTakenOutAgainIsNotHandedOver(StoreUnderTest database) {
        open(database);
        Outcome outcome = goOnBeside(new Message(OTHER, 1), new Message(OTHER, 2));

        assertThat(outcome.stored()).containsExactly(true, false);
        assertThat(handedOver(outcome)).containsExactly(OTHER);
        assertThat(outbox.find(ECHO, part(OTHER, 1).envelopeId())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatEntersTheLaneIsHandedOverNext(StoreUnderTest database) {
        open(database);
        Outcome outcome = goOnBeside(new Message(OTHER, 1));

        assertThat(outcome.stored()).containsExactly(true);
        assertThat(handedOver(outcome)).containsExactly(OTHER);
    }

    /** Lanes are claimed in the trip of what enters them. */
    @ParameterizedTest
    @EnumSource
    void aPartThatIsTakenOutAgainIsNotClaimed(StoreUnderTest database) {
        open(database);
        List<EnvelopeId> claimed = new CopyOnWriteArrayList<>();
        transactions.onLaneDue(Direction.OUTBOUND, new LaneDueListener() {
            @Override
            public void claim(Transaction transaction) {
                outbox.lanes()
                        .claim(transaction, Map.of(ECHO, newClaim()), 16)
                        .then(lanes -> lanes.forEach(lane -> claimed.addAll(ids(lane.entries()))));
            }

            @Override
            public void dueAt(long unixMs) {
                // What is missed is not claimed
            }
        });

        CountDownLatch allWait = holdUp();
        CompletableFuture<Boolean> inOnePart = store(new Message(OTHER, 1));
        CompletableFuture<Boolean> inTwo = store(new Message(OTHER, 2));
        allWait.countDown();

        assertThat(inOnePart.join()).isTrue();
        assertThat(inTwo.join()).isFalse();
        assertThat(groups).as("they shared a commit").contains(2);
        assertThat(claimed).containsExactly(OTHER);
    }

    private record Message(EnvelopeId envelopeId, int parts) {}

    /** @param next what the lane goes on with, if it is still held */
    private record Outcome(Optional<List<LaneEntry>> next, List<Boolean> stored) {}

    /** The only message of a lane was delivered; while it is gone on with, others are stored. */
    private Outcome goOnBeside(Message... others) {
        store(new Message(MESSAGE, 1)).join();
        List<ClaimedLane> lanes = claims();
        assertThat(lanes).hasSize(1);

        CountDownLatch allWait = holdUp();
        CompletableFuture<Optional<List<LaneEntry>>> next = goOnWith(lanes.get(0));
        List<CompletableFuture<Boolean>> stored =
                Stream.of(others).map(this::store).toList();
        allWait.countDown();
        return new Outcome(
                next.join(), stored.stream().map(CompletableFuture::join).toList());
    }

    /** Now, or by the next claim. */
    private List<EnvelopeId> handedOver(Outcome outcome) {
        return ids(Stream.concat(
                        outcome.next().stream().flatMap(List::stream),
                        claims().stream().flatMap(claimed -> claimed.entries().stream()))
                .toList());
    }

    private static List<EnvelopeId> ids(List<LaneEntry> entries) {
        return entries.stream().map(LaneEntry::envelopeId).toList();
    }

    /** What is submitted from now on waits, and goes into one group, until the latch is open. */
    private CountDownLatch holdUp() {
        CountDownLatch allWait = new CountDownLatch(1);
        CountDownLatch writerWaits = new CountDownLatch(1);
        transactions.submit(transaction -> {
            writerWaits.countDown();
            return await(allWait);
        });
        await(writerWaits);
        return allWait;
    }

    /** Its message was delivered. */
    private CompletableFuture<Optional<List<LaneEntry>>> goOnWith(ClaimedLane lane) {
        return transactions.submitAsking(transaction -> deliveredAndNext(transaction, lane));
    }

    private Answer<Optional<List<LaneEntry>>> deliveredAndNext(Transaction transaction, ClaimedLane lane) {
        long now = clock.millis();
        outbox.delivered(transaction, lane.entries().get(0).sequence(), new MessageId("sent"), 1, now);
        return outbox.lanes().nextOrRelease(transaction, lane, 16, now);
    }

    private CompletableFuture<Boolean> store(Message message) {
        EnvelopeId id = message.envelopeId();
        List<OutboxRow> rows = IntStream.range(0, message.parts())
                .mapToObj(n -> OutboxRow.of(part(id, n), n == 0 ? null : id))
                .toList();
        return transactions.submitAsking(transaction -> outbox.insert(transaction, rows, clock.millis()));
    }

    private static OutboundMessageRequest part(EnvelopeId message, int number) {
        EnvelopeId id = number == 0 ? message : new EnvelopeId(message.value() + ":part:" + number);
        return OutboundMessageRequest.builder(id, ECHO, CONVERSATION, "hello").build();
    }

    private List<ClaimedLane> claims() {
        return transactions.run(transaction -> outbox.lanes().claim(transaction, ECHO, newClaim()));
    }

    private LaneQueue.Claim newClaim() {
        long now = clock.millis();
        return new LaneQueue.Claim("owner" + now, 16, 16, now, now + 60_000, LaneQueue.ANY_LANE);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
