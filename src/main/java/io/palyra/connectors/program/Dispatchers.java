package io.palyra.connectors.program;

import io.palyra.connectors.lane.Hastening;
import io.palyra.connectors.lane.LaneDispatcher;
import io.palyra.connectors.lane.LaneListener;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.supervisor.Supervision;
import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** The dispatchers of both directions: toward the daemon, and toward the platforms. */
final class Dispatchers {

    private final LaneDispatcher inbox;
    private final LaneDispatcher outbox;
    private final List<LaneDispatcher> both;

    Dispatchers(
            Settings settings,
            ProgramStores stores,
            Supervision supervision,
            ScheduledExecutorService timer,
            SteadyClock clock,
            Supplier<String> ownerTokens) {
        Settings.Outbox limits = settings.outbox();
        int questions = settings.daemon().concurrency();
        LaneQueue inboxLanes = stores.inbox().lanes();
        LaneQueue outboxLanes = stores.outbox().lanes();
        inbox = new LaneDispatcher(
                inboxLanes,
                stores.transactions(),
                supervision.gate(),
                clock,
                timer,
                ownerTokens,
                new LaneDispatcher.Limits(questions, questions, limits.claimRowsPerLane(), limits.lease()));
        outbox = new LaneDispatcher(
                outboxLanes,
                stores.transactions(),
                supervision.gate(),
                clock,
                timer,
                ownerTokens,
                new LaneDispatcher.Limits(
                        Settings.MAX_COUNT, limits.claimLanes(), limits.claimRowsPerLane(), limits.lease()));
        both = List.of(inbox, outbox);
        supervision.onOpen(() -> both.forEach(LaneDispatcher::wake));
        List.of(inboxLanes, outboxLanes).forEach(lanes -> supervision
                .reach()
                .hastens(lanes.direction(), new Hastening(lanes, stores.transactions(), timer, clock)));
    }

    LaneDispatcher inbox() {
        return inbox;
    }

    LaneDispatcher outbox() {
        return outbox;
    }

    void onMessage(LaneListener listener) {
        both.forEach(dispatcher -> dispatcher.onMessage(listener));
    }

    /** Claims nothing more; what is in hand has until the deadline. */
    void beginStop(Duration deadline) {
        both.forEach(dispatcher -> dispatcher.beginStop(deadline));
    }

    /** Messages whose outcome came in after {@link #beginStop}. */
    int finishedWhileStopping() {
        return both.stream().mapToInt(LaneDispatcher::finishedWhileStopping).sum();
    }

    /** Lanes in hand at this moment. */
    int lanesInHand() {
        return both.stream().mapToInt(LaneDispatcher::lanesInHand).sum();
    }
}
