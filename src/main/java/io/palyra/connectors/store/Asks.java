package io.palyra.connectors.store;

import io.palyra.connectors.store.Statements.RowMapper;
import io.palyra.connectors.transaction.Answer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Named statements of a transaction whose answers may come later than at once. */
interface Asks {

    /** Which come first, of those that wait. Each only once nothing waits that is to come before it. */
    enum Turn {
        /** Questions, and rows that are written. */
        FIRST,
        /** What depends on all rows that the group has written, or what nothing else depends on. */
        THEN
    }

    /** Runs a query, or a statement with a {@code RETURNING} clause. */
    <T> Answer<List<T>> query(Turn turn, String name, RowMapper<T> mapper, @Nullable Object... arguments);

    /** @return how many rows were written; from a group at most one who wrote the same row is told */
    Answer<Integer> update(Turn turn, String name, @Nullable Object... arguments);

    /** Nobody asks how many rows were written. */
    void write(Turn turn, String name, @Nullable Object... arguments);

    /** Inserts a row that nothing else of the transaction reads, some time before the commit: together with others like it. */
    void append(String name, @Nullable Object... arguments);

    /** What need not be asked for; empty where answers come later than at once. */
    default Optional<FreshRows> freshRows() {
        return Optional.empty();
    }

    /** By which the database knows the transaction after the connection has broken, once anything was asked. */
    default Optional<String> transactionId() {
        return Optional.empty();
    }

    /** Asks whatever waits; also from within a taker of an answer. */
    void ask();
}
