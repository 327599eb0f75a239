package io.palyra.connectors.store;

import java.sql.SQLException;
import java.util.Optional;

/** What a database means by its failures. */
interface Failures {

    /** Whether the same statements may succeed at once. */
    default boolean isTransient(SQLException failure) {
        return false;
    }

    /** Whether another connection may lead to a server that takes the statements. */
    default boolean wantsAnotherConnection(SQLException failure) {
        return false;
    }

    /** That what is stored is damaged, and what to do: a sentence. Empty where the failure says nothing of the kind. */
    default Optional<String> damage(SQLException failure) {
        return Optional.empty();
    }

    /** Whether a part of a result is larger than a reader may have. */
    default boolean isTooLarge(SQLException failure) {
        return false;
    }

    /** Whether a commit that failed so may have happened all the same. */
    default boolean leavesDoubt(SQLException failure) {
        return false;
    }

    /** What has become of a group whose connection is gone. Only where {@link #leavesDoubt} may say so. */
    default boolean hasCommitted(Statements statements, GroupId group) {
        throw new UnsupportedOperationException();
    }
}
