package io.palyra.connectors.store;

import java.sql.SQLException;

/**
 * Sees what a store does with its database, on the thread that does it. A statement is its SQL on one line with its arguments; the
 * statements of a commit stand one after the other, each ended by a semicolon.
 */
public interface StatementWatch {

    /** @throws SQLException in place of the statement, which is not run then */
    default void before(String statement) throws SQLException {}

    default void after(String statement) {}

    /** @throws SQLException in place of the commit, which does not happen then */
    default void beforeCommit(String statements) throws SQLException {}

    /** @throws SQLException in place of the answer to a commit that has happened */
    default void afterCommit(String statements) throws SQLException {}
}
