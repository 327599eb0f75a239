package io.palyra.connectors.store;

import java.sql.SQLException;
import java.util.Set;

/** What PostgreSQL's failures mean while the program runs, by their SQLSTATE. */
final class PostgresFailures {

    /** A serialization failure, a deadlock. */
    private static final Set<String> MET_OTHERS = Set.of("40001", "40P01");

    /** The class of connection exceptions. */
    private static final String NO_CONNECTION = "08";

    /** The server, or an administrator, ends the session. */
    private static final String SHUTDOWN = "57P";

    private static final String READ_ONLY = "25006";

    private PostgresFailures() {}

    static boolean isTransient(SQLException failure) {
        return MET_OTHERS.contains(state(failure));
    }

    static boolean isBroken(SQLException failure) {
        return state(failure).startsWith(NO_CONNECTION) || state(failure).startsWith(SHUTDOWN);
    }

    /** Broken, or to a server that has become a standby. */
    static boolean wantsAnotherConnection(SQLException failure) {
        return isBroken(failure) || state(failure).equals(READ_ONLY);
    }

    private static String state(SQLException failure) {
        return String.valueOf(failure.getSQLState());
    }
}
