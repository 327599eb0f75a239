package io.palyra.connectors.cluster;

import io.palyra.connectors.cluster.ClusterStore.Look;
import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.time.Repeated;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This program among the nodes of a store. In short intervals, and whenever it is told of something, it looks who is there,
 * finds those whose lease has ended, and takes or gives instances; then it has its own run and the others stop. What it decides
 * it decides in one transaction, so that no two nodes decide otherwise.
 *
 * <p>Its thread does one thing at a time; starting an instance may take a while.
 */
public final class Membership implements NodeDirectory, Ownership, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    /** So often in a lease a node looks around, and so shows that it is there. */
    private static final int LOOKS_IN_A_LEASE = 6;

    private static final Duration INTERVAL_MAX = Duration.ofSeconds(2);

    /** Nothing is sent so long before the end of the lease: what is on its way then has to be through. */
    private static final int MARGIN_DIVISOR = 5;

    /** What others change is told, and looked for all the same after that. */
    private static final Duration FOLLOW_INTERVAL = Duration.ofSeconds(30);

    /** Nodes that were lost are listed for so long. */
    private static final Duration LOST_KEPT = Duration.ofDays(1);

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /** What is at work is soon through. */
    private static final Duration AT_WORK_WAIT = Duration.ofMillis(50);

    private static final String LOOK = "The look at the nodes";

    /** @param owned by the node of that id */
    private record State(String self, Set<ConnectorId> owned, Look look) {

        static final State NONE = new State("", Set.of(), new Look(List.of(), Map.of()));
    }

    private final ClusterStore store;
    private final NodeIdentity identity;
    private final Transactions transactions;
    private final Clock clock;
    private final NodeHost host;
    private final ScheduledExecutorService thread;
    private final LeaseWatch lease;
    private final AtomicBoolean lookWanted = new AtomicBoolean();
    private final AtomicBoolean followDue = new AtomicBoolean();
    private final Silence silence = new Silence(System::nanoTime);
    private final Spread spread = new Spread(System::nanoTime);
    private final NodeWatch watch;
    private final NodeNews news;
    private final SharedJobs jobs = new SharedJobs(this);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state = State.NONE;
    private volatile Giving giving = Giving.NOTHING;
    private boolean givesSoon;
    private volatile boolean leaving;
    private volatile long followedAt = System.nanoTime();

    public Membership(
            ClusterStore store, NodeIdentity identity, Transactions transactions, Clock clock, NodeHost host) {
        this.store = store;
        this.identity = identity;
        this.transactions = transactions;
        this.clock = clock;
        this.host = host;
        this.watch = new NodeWatch(store, identity);
        this.news = new NodeNews(store, identity, clock, host);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> LeaseWatch.daemon(task, "palyra-nodes"));
        this.lease = new LeaseWatch(
                () -> isGood() && state.self().equals(store.self()), this::stopOthers, this::leaseIsBack);
    }

    /** Takes what may be had, starts it, and goes on from then on. */
    public void start() {
        look();
        host.follow();
        long interval = Math.min(
                INTERVAL_MAX.toMillis(),
                identity.lease().dividedBy(LOOKS_IN_A_LEASE).toMillis());
        Repeated.every(thread, Duration.ofMillis(interval), LOOK, this::lookAndFollow);
        lease.start();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean owns(ConnectorId connectorId) {
        return mayFinish(connectorId) && !leaving && !giving.has(connectorId);
    }

    @Override
    public boolean mayFinish(ConnectorId connectorId) {
        State now = state;
        return now.owned().contains(connectorId) && now.self().equals(store.self()) && isGood();
    }

    @Override
    public boolean isGood() {
        Duration margin = identity.lease().dividedBy(MARGIN_DIVISOR);
        return store.leaseLeft().compareTo(margin) > 0;
    }

    @Override
    public Map<ConnectorId, Duration> withoutOwner() {
        return watch.withoutOwner();
    }

    @Override
    public boolean isOurs(String claim) {
        return store.hasMade(claim);
    }

    @Override
    public Optional<String> ownerOf(ConnectorId connectorId) {
        return state.look().ownerOf(connectorId);
    }

    @Override
    public void wanted() {
        soon(Topic.NODES);
    }

    /** What one of the nodes does at a time besides instances. */
    public SharedJobs jobs() {
        return jobs;
    }

    private Collection<ConnectorId> allWanted() {
        List<ConnectorId> all = new ArrayList<>(host.wanted());
        all.addAll(jobs.wanted());
        return all;
    }

    private boolean isAtWork(ConnectorId connectorId) {
        return SharedJob.is(connectorId) ? jobs.isAtWork(connectorId) : host.isAtWork(connectorId);
    }

    /** Another node has told of it, or this one has to look by itself. Returns at once. */
    public void soon(Topic topic) {
        if (topic == Topic.INSTANCES) {
            followDue.set(true);
        }
        if (!thread.isShutdown() && lookWanted.compareAndSet(false, true)) {
            thread.execute(Repeated.safely(LOOK, this::lookAndFollow));
        }
    }

    /** Told whenever it may have changed what is this program's; returns at once. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    public void onChangeNoMore(Runnable listener) {
        listeners.remove(listener);
    }

    @Override
    public NodeIdentity identity() {
        return identity;
    }

    @Override
    public Ownership ownership() {
        return this;
    }

    @Override
    public Look nodes() {
        return store.look();
    }

    @Override
    public Map<String, NodeDifference> differences() {
        return watch.differences();
    }

    @Override
    public long sharedUnixMs() {
        return store.unixMs();
    }

    private void lookAndFollow() {
        lookWanted.set(false);
        State before = state;
        Giving givingBefore = giving;
        try {
            look();
            boolean sameOwner =
                    before.self().equals(state.self()) && before.owned().equals(state.owned());
            if (!sameOwner || !giving.isEmpty() || !givingBefore.equals(giving) || isFollowOverdue()) {
                followDue.set(true);
            }
            if (leaving) {
                endAll();
            } else {
                followIfDue();
            }
            giveAway();
            watch.look(state.look(), host.configuration());
        } catch (StoreUnavailableException e) {
            LOG.debug("The nodes are not looked at at present: {}", e.getMessage());
        }
    }

    /** Stays due until it has succeeded. */
    private void followIfDue() {
        listeners.forEach(Runnable::run);
        if (followDue.compareAndSet(true, false)) {
            try {
                host.follow();
                followedAt = System.nanoTime();
            } catch (RuntimeException | Error e) {
                followDue.set(true);
                throw e;
            }
        }
    }

    /** What others have told while nobody heard it is read all the same. */
    private boolean isFollowOverdue() {
        return System.nanoTime() - followedAt > FOLLOW_INTERVAL.toNanos();
    }

    /** What is not this program's any more. */
    private void stopOthers() {
        host.stopOthers();
        listeners.forEach(Runnable::run);
    }

    private void leaseIsBack() {
        followDue.set(true);
        soon(Topic.NODES);
    }

    private void look() {
        NodeConfiguration own = host.configuration();
        transactions.writeAndWait(transaction -> decide(transaction, own));
    }

    private void decide(Transaction transaction, NodeConfiguration own) {
        String self = store.self();
        Look look = store.look(transaction);
        silence.seen(look.nodes());
        List<StoredNode> lost = new ArrayList<>();
        for (StoredNode node : look.nodes()) {
            if (lease.isSteady()
                    && node.state() != NodeState.LOST
                    && node.isOver()
                    && silence.isOfALease(node)
                    && !node.id().equals(self)
                    && store.lose(transaction, node.id())) {
                lost.add(node);
            }
        }
        if (!leaving && !state.self().equals(self)) {
            store.join(transaction);
        }
        store.recover(transaction, clock.millis());
        store.forgetLost(transaction, clock.millis() - LOST_KEPT.toMillis());
        Look now = store.look(transaction);
        ConfigurationWatch.tell(store, transaction, now, own);
        Collection<ConnectorId> wanted = allWanted();
        Set<String> alive = now.nodes().stream()
                .filter(node -> node.isAlive() && !(leaving && node.id().equals(self)))
                .map(StoredNode::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Balance balance = spread.of(self, alive, wanted, now.owners());
        List<ConnectorId> taken = balance.take().stream()
                .filter(connectorId -> store.own(transaction, connectorId))
                .toList();
        news.tell(transaction, !state.self().equals(self), lost, taken);
        Look after = taken.isEmpty() ? now : store.look(transaction);
        transaction.afterCommit(() -> decided(self, after, wanted, balance.give()));
    }

    private void decided(String self, Look look, Collection<ConnectorId> wanted, Optional<ConnectorId> give) {
        Set<ConnectorId> owned = new LinkedHashSet<>();
        look.owners().forEach((connectorId, owner) -> {
            if (owner.equals(self)) {
                owned.add(connectorId);
            }
        });
        giving = leaving ? Giving.all(owned) : Giving.one(owned, wanted, give);
        state = new State(self, Set.copyOf(owned), look);
        spread.owned(self, look.owners());
    }

    /** Once nothing of it is at work here. What was unwanted, and is wanted again by now, stays. */
    private void giveAway() {
        if (giving.isMistakenFor(allWanted())) {
            giving = Giving.NOTHING;
            followDue.set(true);
            soon(Topic.NODES);
        }
        Set<ConnectorId> idle = giving.ids().stream()
                .filter(connectorId -> !isAtWork(connectorId))
                .collect(Collectors.toSet());
        if (!idle.isEmpty()) {
            giveAway(idle);
        }
        if (!giving.isEmpty() && !givesSoon && !thread.isShutdown()) {
            givesSoon = true;
            thread.schedule(Repeated.safely(LOOK, this::giveAwaySoon), AT_WORK_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void giveAwaySoon() {
        givesSoon = false;
        try {
            giveAway();
        } catch (StoreUnavailableException e) {
            LOG.debug("Nothing is given away at present: {}", e.getMessage());
        }
    }

    private void giveAway(Set<ConnectorId> idle) {
        if (giving.toAnother()) {
            idle.forEach(spread::gave);
        }
        host.givesAway();
        transactions.writeAndWait(transaction -> {
            idle.forEach(connectorId -> store.disown(transaction, connectorId));
            store.tell(transaction, Topic.NODES);
        });
        State now = state;
        state = new State(now.self(), Giving.without(now.owned(), idle), now.look());
        giving = giving.without(idle);
    }

    /**
     * Takes no more instances from now on, and closes the sessions of those that it has: others have each as soon as nothing comes
     * in for it here and nothing is sent, be its messages with the daemon or not. Returns at once.
     */
    public void leave() {
        leaving = true;
        try {
            var unused = transactions.write(store::leave);
        } catch (StoreUnavailableException e) {
            LOG.debug("Others are not told that this node leaves: {}", e.getMessage());
        }
        endAll();
        soon(Topic.NODES);
    }

    private void endAll() {
        host.closeSessions();
        listeners.forEach(Runnable::run);
    }

    /** Everything has stopped here; others may have it once the store is closed. */
    @Override
    public void close() {
        lease.close();
        thread.shutdownNow();
        try {
            thread.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            var unused =
                    transactions.write(transaction -> host.happened(transaction, new Happening.Left(identity.name())));
        } catch (StoreUnavailableException e) {
            LOG.debug("Others are not told that this node has left: {}", e.getMessage());
        }
    }
}
