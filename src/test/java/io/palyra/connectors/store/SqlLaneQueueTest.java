package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.time.Moment;
import io.palyra.connectors.transaction.Transaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes on a clock that the tests move: every call says what time it is. */
@ParameterizedClass
@EnumSource
class SqlLaneQueueTest {

    @Parameter
    private StoreUnderTest database;

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final long NOW = 1_000_000;
    private static final long LEASE = 60_000;
    private static final Tries TRIES = new Tries(1, 0);

    @TempDir
    Path folder;

    private String url;
    private SqlStore store;
    private OutboxStore outbox;
    private LaneQueue lanes;
    private int owners;

    @BeforeEach
    void openNew() {
        url = database.newUrl(folder);
        open();
    }

    private void open() {
        store = database.open(url, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
        outbox = store.outbox();
        lanes = outbox.lanes();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void claimsTheMessagesOfALaneInTheirOrder() {
        for (int i = 0; i < 10; i++) {
            enqueue("m" + i, "c1", NOW);
        }

        assertThat(claim(NOW, 5, 4)).singleElement().satisfies(lane -> {
            assertThat(ids(lane)).containsExactly("m0", "m1", "m2", "m3");
            assertThat(lane.conversationId().value()).isEqualTo("c1");
            assertThat(lane.interruptedSince()).isZero();
        });
    }

    @Test
    void claimsTheLongestDueLanesFirst() {
        enqueue("late", "c1", NOW - 1);
        enqueue("early", "c2", NOW - 3);
        enqueue("middle", "c3", NOW - 2);
        enqueue("future", "c4", NOW + 1);

        assertThat(claim(NOW, 2, 9)).flatExtracting(SqlLaneQueueTest::ids).containsExactlyInAnyOrder("early", "middle");
        assertThat(claim(NOW, 9, 9)).flatExtracting(SqlLaneQueueTest::ids).containsExactly("late");
    }

    @Test
    void aClaimedLaneIsNotClaimedAgainWhileItsLeaseLasts() {
        enqueue("m1", "c1", NOW);
        ClaimedLane held = claimOne(NOW);

        enqueue("m2", "c1", NOW + 1);

        assertThat(claim(NOW + LEASE - 1, 9, 9)).isEmpty();
        assertThat(isHeld(held)).isTrue();
    }

    @Test
    void aRenewedLeaseLastsLonger() {
        enqueue("m1", "c1", NOW);
        ClaimedLane held = claimOne(NOW);

        write(transaction -> lanes.renew(transaction, List.of(held), NOW + 2 * LEASE));

        assertThat(claim(NOW + LEASE, 9, 9)).isEmpty();
        assertThat(claimOne(NOW + 2 * LEASE).interruptedSince()).isEqualTo(NOW);
    }

    @Test
    void aLaneThatIsTakenOverIsMarkedAndItsFormerHolderHasNoSay() {
        enqueue("m1", "c1", NOW);
        ClaimedLane former = claimOne(NOW);

        ClaimedLane heir = claimOne(NOW + LEASE);
        write(transaction -> lanes.release(transaction, former, LaneStep.NEXT, NOW + LEASE));
        write(transaction -> lanes.renew(transaction, List.of(former), NOW + 9 * LEASE));

        assertThat(heir.interruptedSince()).isEqualTo(NOW);
        assertThat(isHeld(former)).isFalse();
        assertThat(isHeld(heir)).isTrue();
        assertThat(claimOne(NOW + 2 * LEASE).interruptedSince()).isEqualTo(NOW);
    }

    @Test
    void aReleasedLaneIsDueAgainForWhatIsLeft() {
        enqueue("m1", "c1", NOW);
        enqueue("m2", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);

        deliver(lane.entries().get(0));
        release(lane, LaneStep.NEXT, NOW + 5);

        assertThat(ids(claimOne(NOW + 5))).containsExactly("m2");
    }

    @Test
    void aHeldLaneGoesOnWithWhatHasComeMeanwhile() {
        enqueue("m1", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        enqueue("m2", "c1", NOW + 1);
        enqueue("m3", "c1", NOW + 1);
        deliver(lane.entries().get(0));

        assertThat(ids(lane.with(goOn(lane, 1, NOW + 2)))).containsExactly("m2");
        assertThat(ids(lane.with(goOn(lane, 9, NOW + 2)))).containsExactly("m2", "m3");
        assertThat(isHeld(lane)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void aHeldLaneIsGivenBackWhereNothingIsLeft(int rows) {
        enqueue("m1", "c1", NOW);
        enqueue("m2", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        lane.entries().forEach(this::deliver);

        assertThat(goOn(lane, rows, NOW + 5)).isEmpty();

        assertThat(isHeld(lane)).isFalse();
        assertThat(earliestDue()).isEqualTo(Long.MAX_VALUE);
        enqueue("m3", "c1", NOW + 7);
        assertThat(claimOne(NOW + 7).interruptedSince()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void aLaneThatWasTakenOverIsNeitherGoneOnWithNorGivenBack(int rows) {
        enqueue("m1", "c1", NOW);
        enqueue("m2", "c1", NOW);
        ClaimedLane former = claimOne(NOW);
        ClaimedLane heir = claimOne(NOW + LEASE);

        assertThat(next(former, rows, NOW + LEASE)).isEmpty();
        former.entries().forEach(this::deliver);
        assertThat(next(former, rows, NOW + LEASE)).isEmpty();

        assertThat(isHeld(heir)).isTrue();
    }

    /** Retention lets go of lanes that have not been used for long. */
    @Test
    void aLaneIsUsedUntilItRests() throws SQLException {
        enqueue("m1", "c1", NOW);
        ClaimedLane lane = claimOne(NOW + 70_000);
        assertThat(usedAt()).isBetween(NOW, NOW + 70_000);
        deliver(lane.entries().get(0));

        goOn(lane, 9, NOW + 140_000);

        assertThat(usedAt()).isEqualTo(NOW + 140_000);
    }

    @Test
    void aLaneWithNothingLeftRestsUntilTheNextMessage() {
        enqueue("m1", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        deliver(lane.entries().get(0));
        release(lane, LaneStep.NEXT, NOW);

        assertThat(earliestDue()).isEqualTo(Long.MAX_VALUE);
        enqueue("m2", "c1", NOW + 7);
        assertThat(earliestDue()).isEqualTo(NOW + 7);
        assertThat(ids(claimOne(NOW + 7))).containsExactly("m2");
    }

    @Test
    void aWaitingLaneIsLeftAloneUntilItIsDueWhateverComesIn() {
        enqueue("m1", "c1", NOW);
        release(claimOne(NOW), new LaneStep.WaitUntil(new Moment(NOW + 500, 0)), NOW);

        enqueue("m2", "c1", NOW + 1);

        assertThat(earliestDue()).isEqualTo(NOW + 500);
        assertThat(claim(NOW + 499, 9, 9)).isEmpty();
        assertThat(ids(claimOne(NOW + 500))).containsExactly("m1", "m2");
    }

    @Test
    void aHeldLaneWaitsForItsOperator() {
        enqueue("m1", "c1", NOW);
        release(claimOne(NOW), new LaneStep.Hold(LaneStep.HoldReason.DEAD_LETTER), NOW);
        enqueue("m2", "c1", NOW + 1);
        assertThat(earliestDue()).isEqualTo(Long.MAX_VALUE);
        assertThat(claim(NOW + 9 * LEASE, 9, 9)).isEmpty();

        write(transaction -> outbox.resumeLanes(transaction, ECHO, List.of(new EnvelopeId("m1")), NOW + 2));

        assertThat(ids(claimOne(NOW + 2))).containsExactly("m1", "m2");
    }

    @Test
    void aLaneGivenBackIsStillMarkedAsInterrupted() {
        enqueue("m1", "c1", NOW);
        claimOne(NOW);
        ClaimedLane heir = claimOne(NOW + LEASE);

        release(heir, LaneStep.GIVE_BACK, NOW + LEASE);
        ClaimedLane again = claimOne(NOW + LEASE);
        release(again, LaneStep.NEXT, NOW + LEASE);

        assertThat(again.interruptedSince()).isEqualTo(NOW);
        assertThat(claimOne(NOW + LEASE).interruptedSince()).isZero();
    }

    @Test
    void leavesOutALaneThatIsNotWanted() {
        enqueue("m1", "c1", NOW - 1);
        enqueue("m2", "c2", NOW);
        long first = claimOne(NOW - 1).laneId();
        reopen();

        assertThat(claimOtherThan(first)).flatExtracting(SqlLaneQueueTest::ids).containsExactly("m2");
        assertThat(claimOtherThan(first)).isEmpty();
        assertThat(claimOtherThan(LaneQueue.ANY_LANE))
                .flatExtracting(SqlLaneQueueTest::ids)
                .containsExactly("m1");
    }

    @Test
    void hastensWhatWaitsForThePlatformAndNothingElse() {
        waits("network", entry -> t -> waiting(t, entry, RetryClass.TRANSIENT_NETWORK));
        waits("session", entry -> t -> waiting(t, entry, RetryClass.CONNECTOR_RESTARTING));
        waits("unknown", entry -> t -> unknown(t, entry));
        waits("limit", entry -> t -> waiting(t, entry, RetryClass.RATE_LIMIT));
        waits("step", entry -> t -> waiting(t, entry, null));
        waits("limited before it was sent", entry -> t -> {});
        enqueue("in hand", "c9", NOW);
        claimOne(NOW);

        assertThat(hasten(9)).isEqualTo(1);

        assertThat(claim(NOW, 9, 9))
                .flatExtracting(SqlLaneQueueTest::ids)
                .containsExactlyInAnyOrder("network", "session", "unknown");
        assertThat(earliestDue()).isEqualTo(NOW + LEASE);
    }

    @Test
    void hastensUnknownOutcomesAloneWhereOnlyTheyAreMeant() {
        waits("network", entry -> t -> waiting(t, entry, RetryClass.TRANSIENT_NETWORK));
        waits("unknown", entry -> t -> unknown(t, entry));
        waits("unknown after a proxy's answer", entry -> t -> unknown(t, entry, RetryClass.TRANSIENT_NETWORK));
        waits("unknown and limited", entry -> t -> unknown(t, entry, RetryClass.RATE_LIMIT));

        write(transaction -> lanes.hastenUnknown(transaction, ECHO, NOW));

        assertThat(claim(NOW, 9, 9))
                .flatExtracting(SqlLaneQueueTest::ids)
                .containsExactlyInAnyOrder("unknown", "unknown after a proxy's answer");
    }

    @Test
    void hastensInStepsEachLaneOnce() {
        for (int i = 0; i < 10; i++) {
            waits("m" + i, entry -> t -> waiting(t, entry, RetryClass.TRANSIENT_NETWORK));
            waits("limit" + i, entry -> t -> waiting(t, entry, RetryClass.RATE_LIMIT));
        }

        assertThat(hasten(3)).as("steps for 20 lanes, 3 each").isEqualTo(7);

        assertThat(claim(NOW, 99, 9)).hasSize(10);
    }

    @Test
    void whatWasClaimedWhenTheProcessEndedIsDueAtTheNextStart() {
        enqueue("m1", "c1", NOW);
        enqueue("m2", "c2", NOW);
        claim(NOW, 1, 9);
        store.close();

        open();

        assertThat(claim(NOW, 9, 9)).extracting(ClaimedLane::interruptedSince).containsExactlyInAnyOrder(NOW, 0L);
    }

    @Test
    void directionsAndConnectorsHaveLanesOfTheirOwn() {
        enqueue("m1", "c1", NOW);

        assertThat(store.transactions().<List<ClaimedLane>>run(transaction -> store.inbox()
                        .lanes()
                        .claim(transaction, ECHO, new LaneQueue.Claim("other", 9, 9, NOW, NOW + LEASE))))
                .isEmpty();
        assertThat(store.transactions()
                        .<List<ClaimedLane>>run(transaction -> lanes.claim(
                                transaction,
                                ConnectorId.of("echo:second"),
                                new LaneQueue.Claim("other", 9, 9, NOW, NOW + LEASE))))
                .isEmpty();
    }

    /** A message in a lane of its own that waits for long. */
    private void waits(String id, Function<LaneEntry, Consumer<Transaction>> outcome) {
        enqueue(id, id, NOW);
        ClaimedLane lane = claimOne(NOW);
        write(outcome.apply(lane.entries().get(0)));
        release(lane, new LaneStep.WaitUntil(new Moment(NOW + 2 * LEASE, 0)), NOW);
    }

    private void waiting(Transaction transaction, LaneEntry entry, @Nullable RetryClass retryClass) {
        outbox.waiting(transaction, entry, TRIES, retryClass, "why", NOW + 2 * LEASE, null);
    }

    private void unknown(Transaction transaction, LaneEntry entry) {
        unknown(transaction, entry, null);
    }

    private void unknown(Transaction transaction, LaneEntry entry, @Nullable RetryClass retryClass) {
        outbox.waiting(transaction, entry, TRIES, retryClass, "why", NOW + 2 * LEASE, NOW);
    }

    /** @return in how many steps */
    private int hasten(int lanesPerStep) {
        int steps = 0;
        LaneQueue.Step after = LaneQueue.Step.FIRST;
        while (!after.equals(LaneQueue.Step.LAST)) {
            LaneQueue.Step from = after;
            after = run(transaction -> lanes.hasten(transaction, ECHO, from, lanesPerStep, NOW));
            steps++;
        }
        return steps;
    }

    private List<ClaimedLane> claimOtherThan(long lane) {
        LaneQueue.Claim claim = new LaneQueue.Claim("owner" + owners++, 1, 9, NOW, NOW + LEASE, lane);
        return run(transaction -> lanes.claim(transaction, ECHO, claim));
    }

    /** Every lane is due again. */
    private void reopen() {
        store.close();
        open();
    }

    private void enqueue(String envelopeId, String conversation, long now) {
        OutboundMessageRequest request = OutboundMessageRequest.builder(
                        new EnvelopeId(envelopeId), ECHO, new ConversationId(conversation), "hello")
                .build();
        write(transaction -> outbox.insert(transaction, List.of(OutboxRow.of(request, null)), now));
    }

    private List<ClaimedLane> claim(long now, int laneCount, int rows) {
        LaneQueue.Claim claim = new LaneQueue.Claim("owner" + owners++, laneCount, rows, now, now + LEASE);
        return run(transaction -> lanes.claim(transaction, ECHO, claim));
    }

    private ClaimedLane claimOne(long now) {
        List<ClaimedLane> claimed = claim(now, 9, 9);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private void release(ClaimedLane lane, LaneStep step, long now) {
        write(transaction -> lanes.release(transaction, lane, step, now));
    }

    private List<LaneEntry> goOn(ClaimedLane lane, int rows, long now) {
        return next(lane, rows, now).orElseThrow();
    }

    private Optional<List<LaneEntry>> next(ClaimedLane lane, int rows, long now) {
        return run(
                transaction -> lanes.nextOrRelease(transaction, lane, rows, now).get());
    }

    private long usedAt() throws SQLException {
        try (Connection connection = database.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT used_at FROM lanes")) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private void deliver(LaneEntry entry) {
        write(transaction -> outbox.delivered(transaction, entry.sequence(), new MessageId("n"), 1, NOW));
    }

    private boolean isHeld(ClaimedLane lane) {
        return run(transaction -> lanes.isHeld(transaction, lane).get());
    }

    private long earliestDue() {
        return run(transaction ->
                lanes.earliestDue(transaction, Set.of(ECHO)).get().getOrDefault(ECHO, Long.MAX_VALUE));
    }

    private <T> T run(Function<Transaction, T> work) {
        return store.transactions().run(work::apply);
    }

    private void write(Consumer<Transaction> statements) {
        store.transactions().writeAndWait(statements);
    }

    private static List<String> ids(ClaimedLane lane) {
        return lane.entries().stream().map(entry -> entry.envelopeId().value()).toList();
    }
}
