package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The jobs that one of several programs does at a time, the program's own and those of users' routes; each has an owner. */
public final class SharedJobs implements Turns {

    /** Others wake nobody here. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final Membership ownership;
    private final Set<ConnectorId> namespaces = ConcurrentHashMap.newKeySet();
    private final Map<ConnectorId, AtomicInteger> atWork = new ConcurrentHashMap<>();

    SharedJobs(Membership ownership) {
        this.ownership = ownership;
    }

    @Override
    public boolean isOurs(Job job) {
        return ownership.owns(SharedJob.of(job));
    }

    @Override
    public void begins(Job job) {
        count(SharedJob.of(job)).incrementAndGet();
    }

    @Override
    public void ended(Job job) {
        count(SharedJob.of(job)).decrementAndGet();
    }

    private AtomicInteger count(ConnectorId job) {
        return atWork.computeIfAbsent(job, any -> new AtomicInteger());
    }

    @Override
    public Duration lookInterval() {
        return LOOK_INTERVAL;
    }

    /** Something that one program does for a user's route, for as long as {@link #forget} is not called. */
    public void share(String namespace) {
        namespaces.add(SharedJob.ofUser(namespace));
        ownership.wanted();
    }

    /** Nothing here does it any more. */
    public void forget(String namespace) {
        namespaces.remove(SharedJob.ofUser(namespace));
        ownership.wanted();
    }

    /** Whether this program does it, and nobody else may at this moment. */
    public boolean isOurs(String namespace) {
        return ownership.owns(SharedJob.ofUser(namespace));
    }

    /** Whether what is at work may be finished, as nobody else begins before. */
    public boolean mayFinish(String namespace) {
        return ownership.mayFinish(SharedJob.ofUser(namespace));
    }

    /** Says whether something of it is at work here: as long as it is, the turn is given to nobody. */
    public void isAtWork(String namespace, boolean now) {
        count(SharedJob.ofUser(namespace)).addAndGet(now ? 1 : -1);
        if (!now) {
            ownership.wanted();
        }
    }

    Collection<ConnectorId> wanted() {
        List<ConnectorId> all = new ArrayList<>(SharedJob.OF_PROGRAM);
        all.addAll(namespaces);
        return all;
    }

    /** Whether something of it is being done here. */
    boolean isAtWork(ConnectorId job) {
        AtomicInteger count = atWork.get(job);
        return count != null && count.get() > 0;
    }
}
