package io.palyra.connectors.store;

import io.palyra.connectors.cluster.Topic;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.Statements.RowMapper;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Named statements of a transaction whose answers may come later than at once. */
interface Asks {

    /** Which come first, of those that wait. Each only once nothing waits that is to come before it. */
    enum Turn {
        /** Questions, and rows that are written. */
        FIRST,
        /** What depends on all rows that the group has written, or what nothing else depends on. */
        THEN,
        /** What takes lanes: as if it came after the group's works. */
        CLAIM,
        /** What is read of the lanes that were taken, or left. */
        OF_CLAIM
    }

    /** Runs a query, or a statement with a {@code RETURNING} clause. */
    <T> Answer<List<T>> query(Turn turn, String name, RowMapper<T> mapper, @Nullable Object... arguments);

    /** @return how many rows were written; from a group at most one who wrote the same row is told */
    Answer<Integer> update(Turn turn, String name, @Nullable Object... arguments);

    /** Nobody asks how many rows were written. */
    void write(Turn turn, String name, @Nullable Object... arguments);

    /**
     * Inserts a row that nothing else of the transaction reads, some time before the commit: together with others like it, and
     * where others wait for what that locks, with the commit.
     */
    void append(String name, @Nullable Object... arguments);

    /**
     * To be called before what a {@link Turn#THEN} depends on is written, or at any time where that is not known. Claims that
     * were asked before their time are taken back.
     *
     * @throws RuntimeException where such has been asked already: the group is rolled back, and its works are run one by one
     */
    default void inTurn() {
        // Each is asked in its turn
    }

    /** Nobody enters or takes the lane from the next statements on to the commit, where others could. */
    default void bind(long laneId) {
        // Nobody else is there
    }

    /** The same for the lane of a conversation, if there is one. */
    default void bind(String direction, String connectorId, String conversationId) {
        // Nobody else is there
    }

    /** Tells other programs on the store, if there are any, once the transaction has committed. */
    default void tell(Topic topic) {
        // Nobody else is there
    }

    /** Tells whoever runs the instance that there is something to deliver, where that is another program. */
    default void tellOwner(ConnectorId connectorId) {
        // Nobody else is there
    }

    /** Tells others, now and then, that there is more to ask the daemon about than this program asks at once. */
    default void tellOfMore() {
        // Nobody else is there
    }

    /** What need not be asked for; empty where answers come later than at once. */
    default Optional<KnownRows> known() {
        return Optional.empty();
    }

    /** By which the database knows the transaction after the connection has broken, once anything was asked. */
    default Optional<GroupId> group() {
        return Optional.empty();
    }

    /** The transaction has committed. */
    default void committed() {
        // Nobody else is there
    }

    /**
     * By how many milliseconds the stored times were moved in all, once anything was asked; nobody moves them before the
     * transaction has ended. Empty where this process alone moves them.
     */
    default OptionalLong movedMs() {
        return OptionalLong.empty();
    }

    /** Asks whatever waits; also from within a taker of an answer. */
    void ask();

    /**
     * Asks whatever waits, writes what comes last, and commits.
     *
     * @throws SQLException where the commit failed, or what is written with it; after the connection has broken nobody knows
     *     which
     * @throws StoreUnavailableException where what was asked before has failed: nothing has committed
     */
    void commit() throws SQLException;
}
