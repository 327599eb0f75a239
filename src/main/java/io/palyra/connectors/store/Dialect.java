package io.palyra.connectors.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What differs from one database to the other: how it is taken, opened and watched, and its SQL.
 */
interface Dialect extends Place, Failures {

    /**
     * Makes the place usable and takes it for this process where only one may have it; comes before all else.
     *
     * @return gives the place back when it is closed
     * @throws StoreStartException saying what to do about it
     */
    AutoCloseable claimPlace() throws IOException;

    /** Before the schema is changed. Throws where others rely on the one there is. */
    default void beforeMigration() {
        // Nobody else is there
    }

    /**
     * Makes what all migrations together lead to, where nothing is there yet and that is faster than they are.
     *
     * @return false where the migrations are to be run
     */
    default boolean createSchema() {
        return false;
    }

    /** The schema is this program's; comes before any writer. */
    default void upToDate() throws SQLException {
        // Nobody waits for that
    }

    /** Opens the one connection that writes. */
    Connection openWriter() throws SQLException;

    /** Connections to whatever end, such as to bring the schema up to date. */
    DataSource connections();

    /** Connections that read, each for many short reads. */
    default DataSource readers() {
        return connections();
    }

    /** Connections that the database lets write nothing, for what users read. */
    DataSource readOnly();

    /** The same for users, part by part: what a result has in memory at once is no more than {@link StoreViews#PART_MAX}. */
    DataSource reports();

    /** A new one for what users read. */
    ViewParser viewParser();

    /** The place in messages: a file, or a database without what is secret about it. */
    String name();

    /** Where the migrations are, as a resource path. */
    String migrations();

    /** The store's statements in its SQL. */
    StatementTexts statements();

    /**
     * How a transaction asks through these statements.
     *
     * @param alone whether it is of one work only
     */
    Asks asks(Statements statements, boolean alone);

    /** How events are numbered and written. */
    EventRows eventRows();

    /** How events are found by their message. */
    MessageIndex messageIndex();

    /** What keeps that up to date, where the database does not do so by itself. */
    default Optional<BlockWriter> indexer(Reader reader, GroupCommit writer) {
        return Optional.empty();
    }

    /** A statement that writes next to nothing. */
    StatementText smallestWrite();

    /** What asks the database for its time, in microseconds since 1970; empty where it has none but this machine's. */
    default Optional<StatementText> clock() {
        return Optional.empty();
    }

    /** Whether programs besides this one may have the store open. */
    default boolean isShared() {
        return false;
    }

    /** The file that holds the store, where there is one. */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /** What the programs on the store know of each other; empty where there is only one. */
    default Optional<SqlClusterStore> cluster(Reader reader) {
        return Optional.empty();
    }

    /** This program writes nothing more: others may have what it had. */
    default void leave(long now) throws SQLException {
        // Nobody else is there
    }

    /** What an operator does about a failure that ends the start: the end of a sentence; empty where its words say all. */
    default Optional<String> wayOutAtStart(SQLException failure) {
        return Optional.empty();
    }

    /** What an operator does about a write that has failed so: the end of a sentence. */
    String wayOut(SQLException failure);
}
