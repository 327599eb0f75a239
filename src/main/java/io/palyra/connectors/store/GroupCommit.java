package io.palyra.connectors.store;

import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs every write on one thread and one connection, and commits together what has piled up while the last commit was
 * on its way to the disk. A single caller is not held up: a group is whatever waits at that moment, also one work.
 */
final class GroupCommit implements Transactions, AutoCloseable {

    /** At most so many works share a commit, which bounds how long the first of them waits. */
    static final int GROUP_MAX = 512;

    /** How often a database that has broken off in a commit is asked what has become of it. */
    private static final long DOUBT_INTERVAL_MS = 500;

    private static final long CLOSE_INTERVAL_MS = 50;

    private final BlockingQueue<PendingWork<?>> queue = new LinkedBlockingQueue<>();
    private final Announcements announcements = new Announcements();
    private final GroupWriter groups;
    private final Thread writer;
    private volatile boolean closed;
    private volatile boolean finished;

    GroupCommit(WriterConnection connection, Place place, Failures failures, Clock clock) {
        groups = new GroupWriter(connection, place, failures, clock, announcements);
        writer = new Thread(this::run, "palyra-store-writer");
        writer.setDaemon(true);
    }

    void start() {
        announcements.start();
        writer.start();
    }

    void onCommit(CommitListener listener) {
        groups.onCommit(listener);
    }

    void with(GroupWriter.Companion companion) {
        groups.with(companion);
    }

    void guardedBy(GroupWriter.Guard guard) {
        groups.guardedBy(guard);
    }

    /** Whether the store is still what was opened. */
    PlaceWatch watch() {
        return groups.watch();
    }

    /** Why some writes have failed for a while, though others may pass. */
    Optional<WriteFailure> lastingFailure() {
        return groups.lastingFailure();
    }

    boolean isWriting() {
        return writer.isAlive() && announcements.isRunning();
    }

    @Override
    public void refuseWhereLost() {
        watch().refuseWhereLost();
    }

    @Override
    public void onLaneDue(Direction direction, LaneDueListener listener) {
        groups.onLaneDue(direction, listener);
    }

    @Override
    public <T> CompletableFuture<T> submitAsking(Work<Answer<T>> work) {
        return submit(work, false);
    }

    /** What was submitted before is written before it; what it does after its commit, before anything else is written. */
    <T> CompletableFuture<T> submitAlone(Work<T> work) {
        return submit(transaction -> Answer.of(work.execute(transaction)), true);
    }

    private <T> CompletableFuture<T> submit(Work<Answer<T>> work, boolean alone) {
        refuseWhereLost();
        if (closed) {
            throw new StoreUnavailableException("the store is closed", null);
        }
        PendingWork<T> pending = new PendingWork<>(work, new CompletableFuture<>(), alone);
        queue.add(pending);
        if (finished) {
            refuseLeft();
        }
        return pending.done();
    }

    /** Commits what was submitted before the call, then closes the connection. */
    @Override
    public void close() throws InterruptedException {
        end();
        writer.join();
        announcements.close();
    }

    /**
     * The same, unless the database is silent: then what was submitted fails, and a commit that is on its way is left to the
     * next start, as where the process is killed.
     *
     * @return false where it was silent
     */
    boolean closeUnlessSilent() throws InterruptedException {
        end();
        while (writer.isAlive() && !groups.isDatabaseSilent()) {
            writer.join(CLOSE_INTERVAL_MS);
        }
        boolean answered = !writer.isAlive();
        if (!answered) {
            groups.giveUp();
            // It may be waiting for a connection
            writer.interrupt();
            writer.join(GroupWriter.SILENCE_MAX.toMillis());
        }
        announcements.close();
        return answered;
    }

    private void end() {
        closed = true;
        queue.add(new PendingWork<>(transaction -> Answer.of(true), new CompletableFuture<>(), false));
    }

    private void run() {
        List<PendingWork<?>> group = new ArrayList<>(GROUP_MAX);
        try {
            while (!closed || !queue.isEmpty()) {
                PendingWork<?> first =
                        groups.isInDoubt() ? queue.poll(DOUBT_INTERVAL_MS, TimeUnit.MILLISECONDS) : queue.take();
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, GROUP_MAX - 1);
                }
                groups.write(group);
                group.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            groups.disconnect();
            finished = true;
            groups.refuseDoubtful();
            refuseLeft();
        }
    }

    /** Called once the writer takes nothing any more, also by whoever has submitted at that very moment. */
    private void refuseLeft() {
        for (PendingWork<?> left = queue.poll(); left != null; left = queue.poll()) {
            left.done().completeExceptionally(new StoreUnavailableException("the store is closed", null));
        }
    }
}
