package io.palyra.connectors.jobs;

import io.palyra.connectors.transaction.Transaction;
import java.util.List;
import java.util.Optional;

/** Keeps jobs; those that have ended as long as events are kept. */
public interface JobStore {

    void add(Transaction transaction, Job job);

    /**
     * Stores what has become of a job, as long as nobody else has changed it since it was read.
     *
     * @return false where somebody has: nothing is changed then
     */
    boolean move(Transaction transaction, Job job, long now);

    /** Within a transaction. */
    Optional<Job> find(Transaction transaction, String jobId);

    /** Reads on its own; may block. */
    Optional<Job> find(String jobId);

    /** Newest first. Reads on its own; may block. */
    List<Job> latest(int limit);

    /** Those that run, oldest first. Reads on its own; may block. */
    List<Job> running();
}
