package io.palyra.connectors.store;

import java.sql.SQLException;
import java.util.List;

/** The database's own parser, asked what a query of a user's reads before it is run. Used by one thread at a time. */
interface ViewParser extends AutoCloseable {

    /** The names of the views that users may read, in order. */
    List<String> views() throws SQLException;

    /**
     * @param sql begins as a query does
     * @throws SQLException saying what it reads besides, or what else is wrong with it
     */
    void check(String sql) throws SQLException;

    @Override
    void close();
}
