package io.palyra.connectors.store;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Set;

/** What PostgreSQL says, with the way out. */
final class PostgresTrouble {

    /** Class 08 of SQLSTATE: connection exceptions. */
    private static final String NO_CONNECTION = "08";

    private static final Set<String> MET_OTHERS = Set.of("40001", "40P01");

    /** The server, or an administrator, ends the session. */
    private static final String SHUTDOWN = "57P";

    private static final String INVALID_PASSWORD = "28P01";
    private static final String INVALID_AUTHORIZATION = "28000";
    private static final String NO_DATABASE = "3D000";
    private static final String NO_SCHEMA = "3F000";
    private static final String OBJECT_IN_USE = "55006";
    private static final String TOO_OLD = "0A000";

    private PostgresTrouble() {}

    /** A serialization failure or a deadlock. */
    static boolean isTransient(SQLException failure) {
        return MET_OTHERS.contains(state(failure));
    }

    static boolean leavesDoubt(SQLException failure) {
        return state(failure).startsWith(NO_CONNECTION) || state(failure).startsWith(SHUTDOWN);
    }

    private static String state(SQLException failure) {
        return String.valueOf(failure.getSQLState());
    }

    static SQLException inUse() {
        return new SQLException(
                "another program has this store; stop it, or name another database or schema", OBJECT_IN_USE);
    }

    static SQLException noSchema() {
        return new SQLException(
                "the schema that the connection is to use does not exist; create it, or name another"
                        + " (currentSchema in the URL)",
                NO_SCHEMA);
    }

    static void refuseOld(DatabaseMetaData server) throws SQLException {
        if (server.getDatabaseMajorVersion() < PostgresDialect.VERSION_MIN) {
            throw new SQLException(
                    "the server is PostgreSQL " + server.getDatabaseProductVersion() + ", and the store needs "
                            + PostgresDialect.VERSION_MIN + " or later; name another server",
                    TOO_OLD);
        }
    }

    static StoreStartException atStart(SQLException failure) {
        return new StoreStartException(key(failure) + ": " + failure.getMessage() + wayOut(failure), failure);
    }

    private static String key(SQLException failure) {
        return switch (state(failure)) {
            case INVALID_PASSWORD -> "palyra.store.password";
            case INVALID_AUTHORIZATION -> "palyra.store.username";
            default -> "palyra.store.url";
        };
    }

    private static String wayOut(SQLException failure) {
        String state = state(failure);
        return switch (state) {
            case INVALID_PASSWORD -> "; give the password of palyra.store.username as a reference";
            case INVALID_AUTHORIZATION -> "; name a user whom the server lets in from here (its pg_hba.conf)";
            case NO_DATABASE -> "; create it, or name another";
            default ->
                state.startsWith(NO_CONNECTION)
                        ? "; name a server that can be reached from here, and see that it runs"
                        : "";
        };
    }
}
