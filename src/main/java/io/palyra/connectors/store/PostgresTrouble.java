package io.palyra.connectors.store;

import java.net.UnknownHostException;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL says, with the way out. */
final class PostgresTrouble {

    /** Class 08 of SQLSTATE: connection exceptions. */
    private static final String NO_CONNECTION = "08";

    private static final Set<String> MET_OTHERS = Set.of("40001", "40P01");

    private static final String READ_ONLY = "25006";

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

    /** Broken, or to a server that has become a standby. */
    static boolean wantsAnotherConnection(SQLException failure) {
        return leavesDoubt(failure) || state(failure).equals(READ_ONLY);
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

    /**
     * What is to be known before the first statement.
     *
     * @param schema of the connection; null: it does not exist
     * @param mayCreate whether the user may make tables in it
     * @param tables that are in it
     * @param isOurs whether a program of this kind has been there
     */
    record Fitness(@Nullable String schema, String encoding, boolean mayCreate, long tables, boolean isOurs) {}

    static void refuseUnfit(Fitness fitness) throws SQLException {
        if (fitness.schema() == null) {
            throw new SQLException(
                    "the schema that the connection is to use does not exist; create it, or name another"
                            + " (currentSchema in the URL)",
                    NO_SCHEMA);
        }
        if (!fitness.encoding().equals("UTF8")) {
            throw new SQLException(
                    "the database is in the encoding " + fitness.encoding() + "; create one with ENCODING 'UTF8'",
                    NO_SCHEMA);
        }
        if (!fitness.isOurs() && fitness.tables() > 0) {
            throw new SQLException(
                    "there are other tables in the schema " + fitness.schema()
                            + "; name an empty database, or a schema of its own (currentSchema in the URL)",
                    NO_SCHEMA);
        }
        if (!fitness.isOurs() && !fitness.mayCreate()) {
            throw new SQLException(
                    "the user may create no tables in the schema " + fitness.schema()
                            + "; GRANT CREATE, USAGE ON SCHEMA " + fitness.schema()
                            + " to the user of palyra.store.username",
                    NO_SCHEMA);
        }
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
        return new StoreStartException(key(failure) + ": " + text(failure) + wayOut(failure), failure);
    }

    /** A sentence of the driver's or the server's, without where in the SQL it is. */
    private static String text(SQLException failure) {
        String first = Statements.sentence(failure);
        return failure.getCause() instanceof UnknownHostException unknown
                ? "there is no host " + unknown.getMessage()
                : first;
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
