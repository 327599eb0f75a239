package io.palyra.connectors.store;

import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.transaction.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A transaction on the writer connection. */
final class SqlTransaction implements Transaction {

    private final Statements statements;
    private final Asks asks;
    private final long now;
    private final int connection;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> wakings = new ArrayList<>();
    private final Set<Direction> dueNow = EnumSet.noneOf(Direction.class);
    private final Set<Direction> claimed = EnumSet.noneOf(Direction.class);
    private final Map<Direction, Long> dueLater = new EnumMap<>(Direction.class);

    /** @param connection counts up each time the writer has connected anew */
    SqlTransaction(Statements statements, Asks asks, long now, int connection) {
        this.connection = connection;
        this.statements = statements;
        this.asks = asks;
        this.now = now;
    }

    /** For statements whose answers are needed at once; what was asked before is answered first, and what comes last waits. */
    static Statements statements(Transaction transaction) {
        asks(transaction).known().ifPresent(KnownRows::forget);
        return statementsBesideMessages(transaction);
    }

    /** The same, for statements that write no message and no lane. */
    static Statements statementsBesideMessages(Transaction transaction) {
        SqlTransaction sql = (SqlTransaction) transaction;
        sql.asks.inTurn();
        sql.asks.ask();
        return sql.statements;
    }

    static Asks asks(Transaction transaction) {
        return ((SqlTransaction) transaction).asks;
    }

    @Override
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    @Override
    public void wakeAfterCommit(Runnable action) {
        wakings.add(action);
    }

    @Override
    public void laneDue(Direction direction, long unixMs) {
        if (unixMs <= now) {
            dueNow.add(direction);
        } else {
            dueLater.merge(direction, unixMs, Math::min);
        }
    }

    @Override
    public void laneLeft(Direction direction) {
        if (direction == Direction.INBOUND) {
            asks.tellOfMore();
        }
    }

    /** Counts up each time the writer has connected anew: what was known of rows before may have changed then. */
    static int connection(Transaction transaction) {
        return ((SqlTransaction) transaction).connection;
    }

    /** By which the database knows the transaction after the connection has broken; empty where it knows none. */
    Optional<GroupId> group() {
        return asks.group();
    }

    void committed() {
        asks.committed();
    }

    /** By how much the stored times were moved in all; empty where this process alone moves them, or nothing was asked. */
    OptionalLong movedMs() {
        return asks.movedMs();
    }

    /** When it began, in milliseconds since 1970 by this machine's clock. */
    long startedAt() {
        return now;
    }

    void ask() {
        asks.ask();
    }

    /** Once everything has been done in it. */
    void commit() throws SQLException {
        asks.commit();
    }

    List<Runnable> actions() {
        return afterCommit;
    }

    /** What makes other threads run once it has committed. */
    List<Runnable> wakings() {
        return wakings;
    }

    /** In which lanes are due and are to be claimed now: each direction once. */
    Set<Direction> nextToClaim() {
        Set<Direction> next = EnumSet.copyOf(dueNow);
        next.removeAll(claimed);
        claimed.addAll(next);
        dueNow.removeAll(next);
        return next;
    }

    /** In which lanes are due that the claims of this transaction may have missed. */
    Set<Direction> dueNow() {
        return dueNow;
    }

    Map<Direction, Long> dueLater() {
        return dueLater;
    }
}
