package io.palyra.connectors.store;

import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every write on one thread and one connection, and commits together what has piled up while the last commit was
 * on its way to the disk. A single caller is not held up: a group is whatever waits at that moment, also one work.
 *
 * <p>Where a group fails, each of its works is run again in a transaction of its own, so that one bad work does not
 * harm the others. Where nobody knows whether a group has committed, as the connection broke before the answer, nothing is
 * written before the database has said what has become of it.
 */
final class GroupCommit implements Transactions, AutoCloseable {

    /** At most so many works share a commit, which bounds how long the first of them waits. */
    static final int GROUP_MAX = 512;

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** How often a database that has broken off in a commit is asked what has become of it. */
    private static final long DOUBT_INTERVAL_MS = 500;

    /** A database that has not answered for so long keeps nobody from closing. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(2);

    private static final long CLOSE_INTERVAL_MS = 50;

    /** Of a work that met others: a serialization failure, a deadlock, a move of what waits. */
    private static final int TRIES_MAX = 5;

    /** A group of which nobody knows whether it has committed. */
    private record Doubt(GroupId id, List<Pending<?>> group, Runnable committed, SQLException failure) {}

    /** Takes part in every group. */
    @FunctionalInterface
    interface Companion {
        void join(SqlTransaction transaction, long now);
    }

    /** Looks at every transaction before it is committed. */
    @FunctionalInterface
    interface Guard {
        /** @throws TimesMovedException where its works are to be run again */
        void check(SqlTransaction transaction);
    }

    /** @param alone nothing else is in its transaction, and nothing is claimed in it */
    private record Pending<T>(Work<Answer<T>> work, CompletableFuture<T> done, boolean alone) {

        Runnable execute(SqlTransaction transaction) {
            Answer<T> result = work.execute(transaction);
            return () -> done.complete(result.get());
        }
    }

    private final WriterConnection connection;
    private final PlaceWatch place;
    private final WriteTrouble trouble = new WriteTrouble(System::nanoTime);
    private final Failures failures;
    private final Clock clock;
    private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
    private final Map<Direction, LaneDueListener> listeners = new EnumMap<>(Direction.class);
    private final Thread writer;
    private volatile CommitListener commits = CommitListener.NONE;
    private volatile Companion companion = (transaction, now) -> {};
    private volatile Guard guard = transaction -> {};
    private @Nullable Doubt doubt;
    private volatile boolean closed;
    private volatile boolean givenUp;
    private volatile boolean busy;
    private volatile long askedAt;
    private volatile boolean finished;

    GroupCommit(WriterConnection connection, Place place, Failures failures, Clock clock) {
        this.connection = connection;
        this.place = new PlaceWatch(place, connection::keepOpen);
        this.failures = failures;
        this.clock = clock;
        this.writer = new Thread(this::run, "palyra-store-writer");
        this.writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    void onCommit(CommitListener listener) {
        commits = listener;
    }

    void with(Companion newCompanion) {
        companion = newCompanion;
    }

    void guardedBy(Guard newGuard) {
        guard = newGuard;
    }

    void onLost(Runnable action) {
        place.onLost(action);
    }

    /** Why nothing is written any more; null while all is well. */
    @Nullable
    StoreLostException lost() {
        return place.lost();
    }

    /** Why some writes have failed for a while, though others may pass. */
    Optional<StoreUnavailableException> lastingFailure() {
        return trouble.lasting();
    }

    boolean isWriting() {
        return writer.isAlive();
    }

    @Override
    public void onLaneDue(Direction direction, LaneDueListener listener) {
        synchronized (listeners) {
            listeners.put(direction, listener);
        }
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
        place.refuseWhereLost();
        if (closed) {
            throw new StoreUnavailableException("the store is closed", null);
        }
        Pending<T> pending = new Pending<>(work, new CompletableFuture<>(), alone);
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
    }

    /**
     * The same, unless the database is silent: then what was submitted fails, and a commit that is on its way is left to the
     * next start, as where the process is killed.
     *
     * @return false where it was silent
     */
    boolean closeUnlessSilent() throws InterruptedException {
        end();
        while (writer.isAlive() && !isSilent()) {
            writer.join(CLOSE_INTERVAL_MS);
        }
        if (!writer.isAlive()) {
            return true;
        }
        givenUp = true;
        connection.abort();
        // It may be waiting for a connection
        writer.interrupt();
        writer.join(SILENCE_MAX.toMillis());
        return false;
    }

    private void end() {
        closed = true;
        queue.add(new Pending<>(transaction -> Answer.of(true), new CompletableFuture<>(), false));
    }

    private boolean isSilent() {
        return busy && System.nanoTime() - askedAt > SILENCE_MAX.toNanos();
    }

    private void ask() {
        if (givenUp) {
            throw new StoreUnavailableException("the store is closed", null);
        }
        askedAt = System.nanoTime();
        busy = true;
    }

    private void run() {
        List<Pending<?>> group = new ArrayList<>(GROUP_MAX);
        try {
            while (!closed || !queue.isEmpty()) {
                Pending<?> first = doubt == null ? queue.take() : queue.poll(DOUBT_INTERVAL_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, GROUP_MAX - 1);
                }
                commitInTurn(group);
                group.clear();
                resolveDoubt();
                busy = false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            disconnect();
            finished = true;
            refuseDoubtful();
            refuseLeft();
        }
    }

    /** Called once the writer takes nothing any more, also by whoever has submitted at that very moment. */
    private void refuseLeft() {
        for (Pending<?> left = queue.poll(); left != null; left = queue.poll()) {
            left.done().completeExceptionally(new StoreUnavailableException("the store is closed", null));
        }
    }

    /** Works of a later group fail as long as the database does not say what has become of an earlier one. */
    private void resolveDoubt() {
        Doubt unresolved = doubt;
        if (unresolved == null) {
            return;
        }
        try {
            ask();
            boolean committed = failures.hasCommitted(connected(), unresolved.id());
            rollback();
            doubt = null;
            LOG.debug(
                    "The database is back; {} works of a commit without an answer are {}",
                    unresolved.group().size(),
                    committed ? "stored" : "not stored, and are written again");
            if (committed) {
                unresolved.committed().run();
            } else {
                commit(unresolved.group());
            }
        } catch (StoreUnavailableException | SQLException e) {
            LOG.debug("It is not known yet what has become of the last commit: {}", e.getMessage());
            disconnect();
        }
    }

    private void refuseDoubtful() {
        Doubt unresolved = doubt;
        if (unresolved != null) {
            unresolved.group().forEach(work -> work.done()
                    .completeExceptionally(new StoreUnavailableException(
                            "it is not known whether this was stored, as the database did not answer", null)));
        }
    }

    private void commitInTurn(List<Pending<?>> works) {
        int next = 0;
        for (int i = 0; i < works.size(); i++) {
            if (works.get(i).alone()) {
                commit(works.subList(next, i));
                commitAlone(works.get(i));
                next = i + 1;
            }
        }
        commit(works.subList(next, works.size()));
    }

    private void commit(List<Pending<?>> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            commitTogether(group, true);
        } catch (StoreUnavailableException | SQLException e) {
            LOG.debug("A group of {} is split after: {}", group.size(), e.getMessage());
            group.forEach(this::commitAlone);
        } catch (RuntimeException | Error e) {
            group.forEach(this::commitAlone);
        }
    }

    /** Without claims: they can wait for the next group, and must not fail the work. */
    private void commitAlone(Pending<?> pending) {
        try {
            commitAlone(pending, TRIES_MAX);
        } catch (SQLException e) {
            String reason = "the store could not commit: " + Statements.sentence(e);
            failed(pending, new StoreUnavailableException(reason, e));
        } catch (StoreUnavailableException e) {
            failed(pending, e);
        } catch (RuntimeException | Error e) {
            pending.done().completeExceptionally(e);
        }
    }

    private void failed(Pending<?> pending, StoreUnavailableException why) {
        if (place.lost() == null && !givenUp) {
            trouble.failed(why);
        }
        pending.done().completeExceptionally(why);
    }

    private void commitAlone(Pending<?> pending, int tries) throws SQLException {
        try {
            commitTogether(List.of(pending), false);
        } catch (TimesMovedException e) {
            if (tries == 1) {
                throw new StoreUnavailableException("the times in the store are being moved again and again", e);
            }
            commitAlone(pending, tries - 1);
        } catch (SQLException | StoreUnavailableException e) {
            if (tries > 1 && cause(e) instanceof SQLException failure && failures.isTransient(failure)) {
                commitAlone(pending, tries - 1);
            } else {
                throw e;
            }
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof SQLException || failure.getCause() == null ? failure : failure.getCause();
    }

    private void commitTogether(List<Pending<?>> group, boolean claim) throws SQLException {
        place.refuseWhereLost();
        ask();
        Doubt unresolved = doubt;
        if (unresolved != null) {
            throw new StoreUnavailableException(
                    "the database does not answer, and it is not known what has become of the last commit",
                    unresolved.failure());
        }
        long now = clock.millis();
        SqlTransaction transaction = connection.begin(connected(), now);
        List<Runnable> completions = new ArrayList<>(group.size());
        long started = System.nanoTime();
        try {
            for (Pending<?> pending : group) {
                completions.add(pending.execute(transaction));
            }
            transaction.ask();
            if (claim) {
                transaction.dueNow().forEach(direction -> listener(direction, listener -> listener.claim(transaction)));
                transaction.ask();
                companion.join(transaction, now);
            }
            guard.check(transaction);
            if (!commit(transaction, List.copyOf(group), () -> finish(transaction, completions, claim, started))) {
                return;
            }
            place.look();
        } catch (SQLException | RuntimeException | Error e) {
            if (cause(e) instanceof SQLException failure && failures.wantsAnotherConnection(failure)) {
                disconnect();
            } else {
                rollback();
            }
            commits.failed();
            if (place.lost() == null) {
                place.look();
            }
            throw e;
        }
        finish(transaction, completions, claim, started);
    }

    /** @return false where nobody knows whether it has happened */
    private boolean commit(SqlTransaction transaction, List<Pending<?>> group, Runnable finish) throws SQLException {
        try {
            transaction.commit();
            return true;
        } catch (SQLException e) {
            Optional<GroupId> id = transaction.group();
            if (id.isEmpty() || !failures.leavesDoubt(e)) {
                throw e;
            }
            trouble.inDoubt("the connection broke in a commit, and what has become of it is asked for: "
                    + Statements.sentence(e));
            doubt = new Doubt(id.get(), group, finish, e);
            disconnect();
            return false;
        }
    }

    private void finish(SqlTransaction transaction, List<Runnable> completions, boolean claim, long started) {
        transaction.committed();
        trouble.succeeded();
        commits.committed(completions.size(), System.nanoTime() - started);
        transaction.actions().forEach(GroupCommit::runSafely);
        completions.forEach(GroupCommit::runSafely);
        transaction.dueLater().forEach((direction, time) -> listener(direction, listener -> listener.dueAt(time)));
        if (!claim) {
            transaction.dueNow().forEach(direction -> listener(direction, listener -> listener.dueAt(0)));
        }
    }

    private void listener(Direction direction, java.util.function.Consumer<LaneDueListener> action) {
        LaneDueListener listener;
        synchronized (listeners) {
            listener = listeners.get(direction);
        }
        if (listener != null) {
            action.accept(listener);
        }
    }

    private static void runSafely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("An action after a commit failed", e);
        }
    }

    private Statements connected() throws SQLException {
        if (!connection.isOpen()) {
            place.look();
        }
        return connection.statements();
    }

    private void rollback() {
        if (place.lost() == null) {
            connection.rollback();
        }
    }

    private void disconnect() {
        if (place.lost() == null) {
            connection.close();
        }
    }
}
