package io.palyra.connectors.store;

import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every write on one thread and one connection, and commits together what has piled up while the last commit was
 * on its way to the disk. A single caller is not held up: a group is whatever waits at that moment, also one work.
 *
 * <p>Where a group fails, each of its works is run again in a transaction of its own, so that one bad work does not
 * harm the others.
 */
final class GroupCommit implements Transactions, AutoCloseable {

    /** At most so many works share a commit, which bounds how long the first of them waits. */
    static final int GROUP_MAX = 512;

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** How often everything about the files is looked at; whether the store's own is in place, at every commit. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private static final Set<Connection> KEPT_OPEN = ConcurrentHashMap.newKeySet();

    /** Opens the writer connection, and again after it has broken. */
    @FunctionalInterface
    interface Connector {
        Connection open() throws SQLException;
    }

    /** Whether what is written to is still the store. */
    interface Place {

        /** Asked at every commit. */
        default boolean isInPlace() {
            return true;
        }

        /** What has become of the store, and what to do; empty where it is as it should be. Asked once a second. */
        default Optional<String> harm() throws IOException {
            return Optional.empty();
        }
    }

    /** Takes part in every group. */
    @FunctionalInterface
    interface Companion {
        void join(SqlTransaction transaction, long now);
    }

    /** @param alone nothing else is in its transaction, and nothing is claimed in it */
    private record Pending<T>(Work<Answer<T>> work, CompletableFuture<T> done, boolean alone) {

        Runnable execute(SqlTransaction transaction) {
            Answer<T> result = work.execute(transaction);
            return () -> done.complete(result.get());
        }
    }

    private final Connector connector;
    private final StatementTexts texts;
    private final Function<Statements, Asks> asks;
    private final Place place;
    private final Clock clock;
    private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
    private final Map<Direction, LaneDueListener> listeners = new EnumMap<>(Direction.class);
    private final Thread writer;
    private volatile CommitListener commits = CommitListener.NONE;
    private volatile Companion companion = (transaction, now) -> {};
    private volatile Runnable onLost = () -> {};
    private volatile @Nullable StoreLostException lost;
    private long lookedAt = System.nanoTime();
    private volatile boolean closed;
    private volatile boolean finished;
    private @Nullable Connection connection;
    private @Nullable Statements statements;

    GroupCommit(Connector connector, StatementTexts texts, Function<Statements, Asks> asks, Place place, Clock clock) {
        this.connector = connector;
        this.texts = texts;
        this.asks = asks;
        this.place = place;
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

    void onLost(Runnable action) {
        onLost = action;
    }

    /** Why nothing is written any more; null while all is well. */
    @Nullable
    StoreLostException lost() {
        return lost;
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
        StoreLostException why = lost;
        if (why != null) {
            throw why;
        }
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
        closed = true;
        queue.add(new Pending<>(transaction -> Answer.of(true), new CompletableFuture<>(), false));
        writer.join();
    }

    private void run() {
        List<Pending<?>> group = new ArrayList<>(GROUP_MAX);
        try {
            while (!closed || !queue.isEmpty()) {
                group.add(queue.take());
                queue.drainTo(group, GROUP_MAX - 1);
                commitInTurn(group);
                group.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            disconnect();
            finished = true;
            refuseLeft();
        }
    }

    /** Called once the writer takes nothing any more, also by whoever has submitted at that very moment. */
    private void refuseLeft() {
        for (Pending<?> left = queue.poll(); left != null; left = queue.poll()) {
            left.done().completeExceptionally(new StoreUnavailableException("the store is closed", null));
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
            commitTogether(List.of(pending), false);
        } catch (SQLException e) {
            pending.done()
                    .completeExceptionally(
                            new StoreUnavailableException("the store could not commit: " + e.getMessage(), e));
        } catch (RuntimeException | Error e) {
            pending.done().completeExceptionally(e);
        }
    }

    private void commitTogether(List<Pending<?>> group, boolean claim) throws SQLException {
        StoreLostException why = lost;
        if (why != null) {
            throw why;
        }
        long now = clock.millis();
        Statements connected = connected();
        SqlTransaction transaction = new SqlTransaction(connected, asks.apply(connected), now);
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
            connection().commit();
            refuseWhereLost();
        } catch (SQLException | RuntimeException | Error e) {
            rollback();
            commits.failed();
            if (lost == null) {
                refuseWhereLost();
            }
            throw e;
        }
        commits.committed(group.size(), System.nanoTime() - started);
        transaction.actions().forEach(GroupCommit::runSafely);
        completions.forEach(GroupCommit::runSafely);
        transaction.dueLater().forEach((direction, time) -> listener(direction, listener -> listener.dueAt(time)));
        if (!claim) {
            transaction.dueNow().forEach(direction -> listener(direction, listener -> listener.dueAt(0)));
        }
    }

    /** After a commit, before anybody is told of it; and after a failure, as the files may be its cause. */
    private void refuseWhereLost() {
        long now = System.nanoTime();
        if (place.isInPlace() && now - lookedAt < LOOK_INTERVAL.toNanos()) {
            return;
        }
        lookedAt = now;
        try {
            Optional<String> harm = place.harm();
            if (harm.isPresent()) {
                throw lost(harm.get());
            }
        } catch (IOException e) {
            throw lost("the store's files cannot be looked at: " + e.getMessage());
        }
    }

    /** The connection is kept and never closed: on closing, SQLite would write its log into whatever bears the name now. */
    private StoreLostException lost(String harm) {
        StoreLostException why = new StoreLostException(harm);
        lost = why;
        if (connection != null) {
            KEPT_OPEN.add(connection);
        }
        LOG.error("The store is lost: {}", harm);
        runSafely(onLost);
        return why;
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
        Statements current = statements;
        if (current == null) {
            refuseWhereLost();
            Connection fresh = connector.open();
            fresh.setAutoCommit(false);
            connection = fresh;
            current = new Statements(fresh, texts);
            statements = current;
        }
        return current;
    }

    private Connection connection() {
        return Objects.requireNonNull(connection, "the writer is connected");
    }

    private void rollback() {
        if (lost != null) {
            return;
        }
        try {
            connection().rollback();
        } catch (SQLException e) {
            LOG.debug("The writer reconnects after a failed rollback: {}", e.getMessage());
            disconnect();
        }
    }

    private void disconnect() {
        if (lost != null) {
            return;
        }
        try (Connection closing = connection) {
            statements = null;
            connection = null;
        } catch (SQLException e) {
            LOG.warn("The writer connection did not close: {}", e.getMessage());
        }
    }
}
