package io.palyra.connectors.store;

import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions.LaneDueListener;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the works of a group in one transaction. Where that fails, each of them is run again in a transaction of its own,
 * so that one bad work does not harm the others. Where nobody knows whether a group has committed, as the connection broke
 * before the answer, nothing is written before the database has said what has become of it.
 *
 * <p>For the writer thread, unless a method says otherwise.
 */
final class GroupWriter {

    /** A database that has not answered for so long keeps nobody from closing. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

    /** Of a work that met others: a serialization failure, a deadlock, a move of what waits. */
    private static final int TRIES_MAX = 5;

    /**
     * A group of which nobody knows whether it has committed.
     *
     * @param failure why the database does not say so, as far as it is known
     */
    private record Doubt(GroupId id, List<PendingWork<?>> group, Runnable committed, SQLException failure) {

        Doubt because(Throwable latest) {
            return new Doubt(id, group, committed, latest instanceof SQLException said ? said : failure);
        }
    }

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

    private final WriterConnection connection;
    private final PlaceWatch place;
    private final WriteTrouble trouble = new WriteTrouble(System::nanoTime);
    private final Failures failures;
    private final Clock clock;
    private final Announcements announcements;
    private final Map<Direction, LaneDueListener> listeners = new EnumMap<>(Direction.class);
    private volatile CommitListener commits = CommitListener.NONE;
    private volatile Companion companion = (transaction, now) -> {};
    private volatile Guard guard = transaction -> {};
    private @Nullable Doubt doubt;
    private volatile boolean givenUp;
    private volatile boolean busy;
    private volatile long askedAt;

    GroupWriter(WriterConnection connection, Place place, Failures failures, Clock clock, Announcements announcements) {
        this.connection = connection;
        this.place = new PlaceWatch(place, failures, connection::keepOpen);
        this.failures = failures;
        this.clock = clock;
        this.announcements = announcements;
    }

    /** On any thread. */
    void onCommit(CommitListener listener) {
        commits = listener;
    }

    /** On any thread. */
    void with(Companion newCompanion) {
        companion = newCompanion;
    }

    /** On any thread. */
    void guardedBy(Guard newGuard) {
        guard = newGuard;
    }

    /** On any thread. */
    void onLaneDue(Direction direction, LaneDueListener listener) {
        synchronized (listeners) {
            listeners.put(direction, listener);
        }
    }

    /** On any thread. */
    PlaceWatch watch() {
        return place;
    }

    /** Why some writes have failed for a while, though others may pass, or all of them wait. On any thread. */
    Optional<WriteFailure> lastingFailure() {
        return trouble.lasting()
                .or(() -> busy ? trouble.waiting(Duration.ofNanos(System.nanoTime() - askedAt)) : Optional.empty());
    }

    /** Whether the database lets a write wait for longer than anybody waits to close. On any thread. */
    boolean isDatabaseSilent() {
        return busy && System.nanoTime() - askedAt > SILENCE_MAX.toNanos();
    }

    /** Has what is being written fail, and all that comes after it. On any thread. */
    void giveUp() {
        givenUp = true;
        connection.abort();
    }

    /** Whether it is not known what has become of a group: {@link #write} is to be called now and then until it is. */
    boolean isInDoubt() {
        return doubt != null;
    }

    /** Writes a group, in the order of its works, and finds out what has become of an earlier one. */
    void write(List<PendingWork<?>> group) {
        commitInTurn(group);
        resolveDoubt();
        busy = false;
    }

    private void ask() {
        if (givenUp) {
            throw new StoreUnavailableException("the store is closed", null);
        }
        askedAt = System.nanoTime();
        busy = true;
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
            if (doubt != null) {
                doubt = doubt.because(cause(e));
            }
            disconnect();
        }
    }

    /** At the end: of a group in doubt nobody will find out any more. */
    void refuseDoubtful() {
        Doubt unresolved = doubt;
        if (unresolved != null) {
            unresolved.group().forEach(work -> work.done()
                    .completeExceptionally(new StoreUnavailableException(
                            "it is not known whether this was stored, as the database did not answer", null)));
        }
    }

    private void commitInTurn(List<PendingWork<?>> works) {
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

    private void commit(List<PendingWork<?>> group) {
        if (group.isEmpty()) {
            return;
        }
        SqlTransaction transaction;
        try {
            transaction = begin(false);
        } catch (SQLException | RuntimeException | Error e) {
            // None of the works is to blame, and each of them would wait for as long
            group.forEach(work -> failed(work, e));
            return;
        }
        try {
            commitTogether(transaction, group, true);
        } catch (StoreUnavailableException | SQLException e) {
            LOG.debug("A group of {} is split after: {}", group.size(), e.getMessage());
            group.forEach(this::commitAlone);
        } catch (RuntimeException | Error e) {
            LOG.debug("A group of {} is split after: {}", group.size(), e.toString());
            group.forEach(this::commitAlone);
        }
    }

    /** Without claims: they can wait for the next group, and must not fail the work. */
    private void commitAlone(PendingWork<?> pending) {
        try {
            commitAlone(pending, TRIES_MAX);
        } catch (SQLException | RuntimeException | Error e) {
            failed(pending, e);
        }
    }

    /** Whoever submitted it knows before anything else is written: what he writes next may depend on it. */
    private void failed(PendingWork<?> pending, Throwable failure) {
        Throwable why = failure instanceof SQLException e
                ? new StoreUnavailableException("the store could not commit: " + Statements.sentence(e), e)
                : failure;
        if (why instanceof StoreUnavailableException unavailable && place.lost() == null && !givenUp) {
            trouble.failed(unavailable);
        }
        pending.done().completeExceptionally(why);
    }

    private void commitAlone(PendingWork<?> pending, int tries) throws SQLException {
        try {
            commitTogether(begin(true), List.of(pending), false);
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

    /** @throws SQLException where that has nothing to do with what is to be written */
    private SqlTransaction begin(boolean alone) throws SQLException {
        try {
            place.refuseWhereLost();
            ask();
            refuseInDoubt();
            return connection.begin(connected(), clock.millis(), alone);
        } catch (SQLException | RuntimeException e) {
            throwLossIn(e);
            throw e;
        }
    }

    private void refuseInDoubt() {
        Doubt unresolved = doubt;
        if (unresolved != null) {
            SQLException why = unresolved.failure();
            throw new StoreUnavailableException(
                    (failures.leavesDoubt(why) ? "the database does not answer" : Statements.sentence(why))
                            + ", and it is not known what has become of the last commit",
                    why);
        }
    }

    private void throwLossIn(Exception failure) {
        StoreLostException loss = place.lossIn(failure);
        if (loss != null) {
            throw loss;
        }
    }

    private void commitTogether(SqlTransaction transaction, List<PendingWork<?>> group, boolean claim)
            throws SQLException {
        try {
            tryTogether(transaction, group, claim);
        } catch (SQLException | RuntimeException e) {
            throwLossIn(e);
            throw e;
        }
    }

    private void tryTogether(SqlTransaction transaction, List<PendingWork<?>> group, boolean claim)
            throws SQLException {
        List<Runnable> completions = new ArrayList<>(group.size());
        long started = System.nanoTime();
        try {
            for (PendingWork<?> pending : group) {
                completions.add(pending.execute(transaction));
            }
            if (claim) {
                askAndClaim(transaction);
                companion.join(transaction, transaction.startedAt());
            } else {
                transaction.ask();
            }
            guard.check(transaction);
            if (!commit(transaction, List.copyOf(group), () -> finish(transaction, completions, started))) {
                return;
            }
            place.lookAfterCommit();
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
        finish(transaction, completions, started);
    }

    /** Where it is known before the works are answered that lanes are due, they are claimed in the trip of the works. */
    private void askAndClaim(SqlTransaction transaction) {
        claimDue(transaction);
        transaction.ask();
        claimDue(transaction);
        transaction.ask();
    }

    private void claimDue(SqlTransaction transaction) {
        transaction.nextToClaim().forEach(direction -> listener(direction, listener -> listener.claim(transaction)));
    }

    /** @return false where nobody knows whether it has happened */
    private boolean commit(SqlTransaction transaction, List<PendingWork<?>> group, Runnable finish)
            throws SQLException {
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

    /** Throws nothing, whoever fails: what has committed must not be taken for a failure and written again. */
    private void finish(SqlTransaction transaction, List<Runnable> completions, long started) {
        Announcements.runSafely(transaction::committed);
        Announcements.runSafely(trouble::succeeded);
        Announcements.runSafely(() -> commits.committed(completions.size(), System.nanoTime() - started));
        transaction.actions().forEach(Announcements::runSafely);
        announcements.add(transaction.wakings());
        announcements.add(completions);
        transaction.dueLater().forEach(this::dueAt);
        transaction.dueNow().forEach(direction -> dueAt(direction, 0));
    }

    private void dueAt(Direction direction, long unixMs) {
        Announcements.runSafely(() -> listener(direction, listener -> listener.dueAt(unixMs)));
    }

    private void listener(Direction direction, Consumer<LaneDueListener> action) {
        LaneDueListener listener;
        synchronized (listeners) {
            listener = listeners.get(direction);
        }
        if (listener != null) {
            action.accept(listener);
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

    void disconnect() {
        if (place.lost() == null) {
            connection.close();
        }
    }
}
