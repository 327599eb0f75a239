package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Finds out whether a pooler stands before the server that gives each transaction whatever session is free. Locks of the session
 * would then be left to others, and what the server tells of would come to others.
 */
final class PoolerCheck {

    /** A pooler may have several sessions that are free. */
    private static final int TRIES = 5;

    private PoolerCheck() {}

    /**
     * @param connection one that is in no transaction
     * @param others makes another one beside it, where there is any pooler
     */
    static boolean sharesSessions(Connection connection, DataSource others) throws SQLException {
        int told = connection.unwrap(PGConnection.class).getBackendPID();
        if (told == backend(connection)) {
            return false;
        }
        try (Connection other = others.getConnection()) {
            for (int i = 0; i < TRIES; i++) {
                // Two connections are in two sessions, wherever a session is a connection's
                if (backend(connection) == backend(other)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Not as a prepared statement: the session that has it might be another one's next time. */
    private static int backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
