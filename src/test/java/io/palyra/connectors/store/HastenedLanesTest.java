package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.time.Moment;
import io.palyra.connectors.transaction.Transaction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Goal: what waits for a far side that can be reached again goes on at once, and nothing else. */
class HastenedLanesTest extends OutboxLanes {

    private static final Tries TRIES = new Tries(1, 0);

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
                .flatExtracting(OutboxLanes::ids)
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
                .flatExtracting(OutboxLanes::ids)
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
}
