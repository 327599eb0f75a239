package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.engine.Cause;
import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.time.Moment;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes on a clock that the tests move: every call says what time it is. */
class SqlLaneQueueTest extends OutboxLanes {

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

        assertThat(claim(NOW, 2, 9)).flatExtracting(OutboxLanes::ids).containsExactlyInAnyOrder("early", "middle");
        assertThat(claim(NOW, 9, 9)).flatExtracting(OutboxLanes::ids).containsExactly("late");
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

    /** As a claim reads them. */
    @ParameterizedTest
    @MethodSource("pasts")
    void aHeldLaneKnowsWhatItsMessagesHaveBeenThrough(Tries tries, RetryClass retryClass, Long unknownSince) {
        enqueue("m1", "c1", NOW);
        enqueue("m2", "c1", NOW);
        enqueue("m3", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        LaneEntry second = lane.entries().get(1);
        write(transaction -> outbox.waiting(transaction, second, tries, retryClass, "because", NOW + 1, unknownSince));
        deliver(lane.entries().get(0));

        List<LaneEntry> left = goOn(lane, 9, NOW + 2);
        assertThat(left).extracting(LaneEntry::tries).containsExactly(tries, Tries.NONE);
        reopen();
        assertThat(claimOne(NOW + 2).entries()).isEqualTo(left);
    }

    static Stream<Arguments> pasts() {
        return Stream.of(
                Arguments.of(new Tries(1, 0), RetryClass.TRANSIENT_NETWORK, null),
                Arguments.of(new Tries(0, 2), null, null),
                Arguments.of(new Tries(0, 0).oneMore(Cause.RATE_LIMIT), RetryClass.RATE_LIMIT, null),
                Arguments.of(Tries.NONE, RetryClass.RATE_LIMIT, null),
                Arguments.of(Tries.NONE, null, NOW),
                Arguments.of(Tries.NONE, null, null));
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

        assertThat(claimOtherThan(first)).flatExtracting(OutboxLanes::ids).containsExactly("m2");
        assertThat(claimOtherThan(first)).isEmpty();
        assertThat(claimOtherThan(LaneQueue.ANY_LANE))
                .flatExtracting(OutboxLanes::ids)
                .containsExactly("m1");
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
}
