package io.palyra.connectors.jobs;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.cluster.Turns;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.DeadLetterStore.Count;
import io.palyra.connectors.lane.storage.DeadLetterStore.Filter;
import io.palyra.connectors.lane.storage.DeadLetterStore.Place;
import io.palyra.connectors.lane.storage.DeadLetterStore.Step;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.ConnectorStateException;
import io.palyra.connectors.supervisor.DeadLetterDecisions;
import io.palyra.connectors.supervisor.DeadLetterDecisions.Decision;
import io.palyra.connectors.time.Repeated;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out jobs in small steps: those of a connector one after the other, those of several connectors by turns. Each step is
 * one transaction, which also says how far the job has come: after a kill it goes on where it was. Where several programs share
 * the store, one of them does it.
 *
 * <p>Thread safe. Its thread does one thing at a time.
 */
public final class Jobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private static final String NAME = "The look at jobs";

    /** Messages wait for no longer than a step takes. */
    private static final int STEP_ROWS = 200;

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final JobStore store;
    private final DeadLetterStore letters;
    private final DeadLetterDecisions decisions;
    private final Transactions transactions;
    private final Turns turns;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "palyra-jobs");
        worker.setDaemon(true);
        return worker;
    });

    /** @param turns which program does it, where several share the store */
    public Jobs(
            JobStore store,
            DeadLetterStore letters,
            DeadLetterDecisions decisions,
            Transactions transactions,
            Turns turns,
            Clock clock) {
        this.store = store;
        this.letters = letters;
        this.decisions = decisions;
        this.transactions = transactions;
        this.turns = turns;
        this.clock = clock;
    }

    /** Goes on with those that were left, and looks for others from then on. */
    public void start() {
        thread.execute(Repeated.safely(NAME, this::work));
        Repeated.every(thread, turns.lookInterval(), NAME, this::work);
    }

    /**
     * Stores a job, which begins at once. Blocks until it is stored.
     *
     * @param filter which dead letters; {@code beforeId} is not regarded
     * @param operator who starts it, as far as that is known
     */
    public Job start(ConnectorId connectorId, Filter filter, Decision decision, @Nullable String operator) {
        Count count = letters.count(connectorId, filter);
        long now = clock.millis();
        Job job = new Job(
                UlidCreator.getMonotonicUlid().toString(),
                connectorId,
                decision,
                filter.upTo(count.latestId()),
                JobState.RUNNING,
                decision == Decision.REPLAY ? Place.OF_MESSAGES : Place.OF_LETTERS,
                count.letters(),
                0,
                0,
                null,
                operator,
                0,
                now,
                now,
                null);
        transactions.writeAndWait(transaction -> store.add(transaction, job));
        thread.execute(Repeated.safely(NAME, this::work));
        return job;
    }

    /** @throws UnknownJobException where there is none */
    public Job find(String jobId) {
        return store.find(jobId).orElseThrow(() -> new UnknownJobException(jobId));
    }

    /** Newest first. Reads the store. */
    public List<Job> latest(int limit) {
        return store.latest(limit);
    }

    /**
     * Ends a job between two steps; what it has done stays done. Blocks until that is stored.
     *
     * @throws UnknownJobException where there is none
     * @throws ConnectorStateException where it has ended
     */
    public Job cancel(ConnectorId connectorId, String jobId) {
        return transactions.run(transaction -> {
            Job job = store.find(transaction, jobId)
                    .filter(found -> found.connectorId().equals(connectorId))
                    .orElseThrow(() -> new UnknownJobException(jobId));
            Job canceled = job.ended(JobState.CANCELED, null);
            if (job.state() != JobState.RUNNING || !store.move(transaction, canceled, clock.millis())) {
                throw new ConnectorStateException("job " + jobId + " has ended");
            }
            return store.find(transaction, jobId).orElse(canceled);
        });
    }

    private void work() {
        if (!turns.isOurs(Turns.Job.OPERATIONS)) {
            return;
        }
        turns.begins(Turns.Job.OPERATIONS);
        try {
            Collection<Job> next = oldestOfEachConnector();
            while (!next.isEmpty() && goesOn()) {
                next.forEach(this::goOnWith);
                next = oldestOfEachConnector();
            }
        } catch (StoreUnavailableException e) {
            LOG.debug("Jobs wait for the store: {}", e.getMessage());
        } finally {
            turns.ended(Turns.Job.OPERATIONS);
        }
    }

    private boolean goesOn() {
        return turns.isOurs(Turns.Job.OPERATIONS) && !thread.isShutdown();
    }

    private Collection<Job> oldestOfEachConnector() {
        Map<ConnectorId, Job> oldest = new LinkedHashMap<>();
        store.running().forEach(job -> oldest.putIfAbsent(job.connectorId(), job));
        return oldest.values();
    }

    private void goOnWith(Job job) {
        if (!goesOn()) {
            return;
        }
        try {
            transactions.writeAndWait(transaction -> step(transaction, job.jobId()));
        } catch (ConnectorStateException e) {
            LOG.debug("A step of job {} is done again: {}", job.jobId(), e.getMessage());
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("Job {} has failed", job.jobId(), e);
            fail(job.jobId(), e);
        }
    }

    /** Of a job that still runs. */
    private void step(Transaction transaction, String jobId) {
        Job job = store.find(transaction, jobId).orElse(null);
        if (job == null || job.state() != JobState.RUNNING) {
            return;
        }
        Step step = letters.next(transaction, job.connectorId(), job.filter(), job.place(), STEP_ROWS);
        int left = decisions
                .decide(transaction, job.connectorId(), step.letters(), job.decision())
                .size();
        Job moved = step.place() == null
                ? job.allDone()
                : job.moved(step.place(), step.letters().size() - left, left);
        if (!store.move(transaction, moved, clock.millis())) {
            throw new ConnectorStateException("another node has gone on with it");
        }
        if (moved.state() == JobState.DONE) {
            transaction.afterCommit(() -> LOG.info(
                    "Job {} is done: {} of {} dead letters of {}, {} are left as they are",
                    jobId,
                    moved.done(),
                    moved.total(),
                    moved.connectorId(),
                    moved.refused()));
        }
    }

    private void fail(String jobId, Throwable failure) {
        transactions.writeAndWait(transaction -> store.find(transaction, jobId)
                .ifPresent(job ->
                        store.move(transaction, job.ended(JobState.FAILED, failure.toString()), clock.millis())));
    }

    /** A step in hand is finished; the rest stays stored. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
