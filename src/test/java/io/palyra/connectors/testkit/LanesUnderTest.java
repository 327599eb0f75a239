package io.palyra.connectors.testkit;

import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneDispatcher;
import io.palyra.connectors.lane.LaneListener;
import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.store.CommitListener;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A store and the dispatcher of its outbound lanes, without routes and connectors: what a lane hands over goes to the test,
 * which settles it. Every connector is open, all behind one {@link Passage}. Closes dispatcher, timer and store.
 */
public final class LanesUnderTest implements AutoCloseable {

    private final SqlStore store;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final OutboxStore outbox;
    private final Set<String> former = ConcurrentHashMap.newKeySet();
    private final LaneDispatcher dispatcher;
    private final AtomicInteger works = new AtomicInteger();

    /** @param timer wakes the dispatcher for what becomes due later */
    public LanesUnderTest(
            SqlStore store,
            Clock clock,
            ScheduledExecutorService timer,
            LaneDispatcher.Limits limits,
            Passage passage,
            ConnectorId... connectors) {
        this.store = store;
        this.clock = clock;
        this.timer = timer;
        outbox = store.outbox();
        store.onCommit(new CommitListener() {
            @Override
            public void committed(int group, long nanos) {
                works.addAndGet(group);
            }

            @Override
            public void failed() {
                // Whoever wrote is told
            }
        });
        AtomicInteger owners = new AtomicInteger();
        dispatcher = new LaneDispatcher(
                outbox.lanes(),
                store.transactions(),
                new OpenGate(List.of(connectors), passage, former),
                SteadyClock.following(clock),
                timer,
                () -> "owner" + owners.incrementAndGet(),
                limits);
    }

    /** One listener; to be set before the start. */
    public void onMessage(LaneListener listener) {
        dispatcher.onMessage(listener);
    }

    /** @param workers run the handler; {@code Runnable::run}: on the store's own thread, one lane after the other */
    public void start(Consumer<LaneDelivery> handler, Executor workers) {
        dispatcher.start(handler::accept, workers);
    }

    /** This program is another node from now on than the one that made the claim. */
    public void isFormer(ClaimedLane claim) {
        former.add(claim.owner());
    }

    /** @return how many messages were still in hand */
    public int stop(Duration deadline) {
        return dispatcher.stop(deadline);
    }

    /** Lanes in hand, those that were abandoned and still are included. */
    public int inHand() {
        return dispatcher.lanesInHand();
    }

    public SqlStore store() {
        return store;
    }

    public OutboxStore outbox() {
        return outbox;
    }

    public void insert(ConnectorId connector, String envelope, String conversation, String text) {
        OutboundMessageRequest request = OutboundMessageRequest.builder(
                        new EnvelopeId(envelope), connector, new ConversationId(conversation), text)
                .build();
        store.transactions()
                .writeAndWait(transaction ->
                        outbox.insert(transaction, List.of(OutboxRow.of(request, null)), clock.millis()));
    }

    public List<OutboxEntry> find(ConnectorId connector, String envelope) {
        return outbox.find(connector, new EnvelopeId(envelope));
    }

    /** Waits for what the store has been given so far, and what follows from it: until it is given nothing else. */
    public void settle() {
        do {
            works.set(0);
            store.transactions().writeAndWait(transaction -> {});
        } while (works.get() > 1);
    }

    @Override
    public void close() {
        dispatcher.stop(Duration.ZERO);
        timer.shutdownNow();
        store.close();
    }
}
