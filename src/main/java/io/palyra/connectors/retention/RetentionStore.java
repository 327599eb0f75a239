package io.palyra.connectors.retention;

import io.palyra.connectors.transaction.Transaction;
import java.time.Duration;
import java.util.List;

/**
 * Deletes old rows, the oldest first. Each call looks at so many at most, and answers how many it has looked at: fewer than
 * the limit mean that there is nothing more to do at present.
 */
public interface RetentionStore {

    /** What is stamped before this time (unix ms) is older than the age, in time that has passed. */
    long olderThan(Duration age);

    /** Outbound messages that were delivered before the given time. */
    int purgeDelivered(Transaction transaction, long beforeUnixMs, int limit);

    /**
     * Inbound events that were settled, but for dead ones; from then on a repeated event counts as new. What lies
     * in the overlap behind a stored cursor is kept whatever its age, also by {@link #purgeDead}.
     */
    int purgeInbound(Transaction transaction, long beforeUnixMs, int limit);

    /** Dead letters and the dead messages that belong to them. */
    int purgeDead(Transaction transaction, long beforeUnixMs, int limit);

    /** Events, and the positions of routes that have not run since. */
    int purgeEvents(Transaction transaction, long beforeUnixMs, int limit);

    /** The numbers of minutes, ten minutes at a time. */
    int purgeStatistics(Transaction transaction, long beforeUnixMs);

    /** Lanes that have had nothing to deliver since the given time; reads on its own. */
    List<Long> idleLanes(long beforeUnixMs, int limit);

    /** Deletes those of the lanes that are still idle. */
    int purgeLanes(Transaction transaction, List<Long> lanes, long beforeUnixMs);
}
