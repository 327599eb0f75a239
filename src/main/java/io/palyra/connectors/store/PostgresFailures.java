package io.palyra.connectors.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.postgresql.PGProperty;

/** What PostgreSQL's failures mean while the program runs, by their SQLSTATE. */
final class PostgresFailures {

    /** A serialization failure, a deadlock. */
    private static final Set<String> MET_OTHERS = Set.of("40001", "40P01");

    /** The class of connection exceptions. */
    private static final String NO_CONNECTION = "08";

    /** The server, or an administrator, ends the session. */
    private static final String SHUTDOWN = "57P";

    /** The server ends the session, as it stood still within a transaction (or, from 17 on, took too long for one). */
    private static final Set<String> TIMED_OUT = Set.of("25P03", "25P04");

    private static final String READ_ONLY = "25006";

    /** The class of what the server has too little of: room, memory, connections. */
    private static final String TOO_LITTLE = "53";

    private static final String DISK_FULL = "53100";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String NO_RIGHT = "42501";
    private static final String TABLE_LOCKED = "55P03";

    /** By a limit of time, or by an administrator. */
    private static final String CANCELLED = "57014";

    private static final String WRONG_PASSWORD = "28P01";
    private static final String NOT_LET_IN = "28000";
    private static final String NO_DATABASE = "3D000";
    private static final String NO_SCHEMA = "3F000";
    private static final String NO_TABLE = "42P01";
    private static final String NO_COLUMN = "42703";

    /** A page, or an index, that the server cannot have written. */
    private static final Set<String> DAMAGED = Set.of("XX001", "XX002");

    /** {@code ON CONFLICT} finds no such constraint. */
    private static final String NO_CONSTRAINT = "42P10";

    /** One that writes, one that listens, those that read, and one more for a moment. */
    private static final int CONNECTIONS_MAX = 1 + 1 + ReaderPool.SIZE + StoreViews.LOANS_MAX + 1;

    /** What the driver says where the certificate is another host's: it has neither a cause nor a state of its own. */
    private static final String OTHER_HOST = "HostnameVerifier";

    /** What an operator does where a connection is not encrypted as one of the two sides wants it. */
    static final String TLS =
            "correct the options sslmode, sslrootcert, sslcert and sslkey of the URL, or the server's certificate and its ssl";

    private PostgresFailures() {}

    static boolean isTransient(SQLException failure) {
        return MET_OTHERS.contains(state(failure));
    }

    static boolean isBroken(SQLException failure) {
        String state = state(failure);
        return state.startsWith(NO_CONNECTION) || state.startsWith(SHUTDOWN) || TIMED_OUT.contains(state);
    }

    /** Broken, or to a server that has become a standby. */
    static boolean wantsAnotherConnection(SQLException failure) {
        return isBroken(failure) || state(failure).equals(READ_ONLY);
    }

    /** Empty where a failure says nothing of the kind. */
    static Optional<String> damage(String place, SQLException failure) {
        return DAMAGED.contains(state(failure))
                ? Optional.of(place + " is damaged (" + Statements.sentence(failure)
                        + "): this program accepts and sends nothing more. See by pg_amcheck what is damaged; make an index"
                        + " anew by REINDEX, or restore a backup with pg_restore; then start the program again")
                : Optional.empty();
    }

    /** The driver has no state of its own for it, and names its option in every language. */
    static boolean isTooLarge(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains(PGProperty.MAX_RESULT_BUFFER.getName());
    }

    static String wayOut(SQLException failure) {
        return switch (state(failure)) {
            case READ_ONLY ->
                "see whether its server has become a standby, or who has set default_transaction_read_only";
            case DISK_FULL -> "make room on the server's disk";
            case TOO_MANY_CONNECTIONS ->
                "raise max_connections or the limit of the role or the database, of which the program takes up to "
                        + CONNECTIONS_MAX + ", or end other programs";
            case TABLE_LOCKED, CANCELLED ->
                "see who has the store's tables locked (pg_locks), and whether the limits of time are too short";
            case NO_RIGHT -> "grant it to the role again; store check names what it lacks";
            case WRONG_PASSWORD ->
                "give the role its password again, or start again with the new one in what palyra.store.password names";
            case NOT_LET_IN -> "let the role in again (LOGIN, the server's pg_hba.conf)";
            case NO_DATABASE ->
                "put the database back where it was; where it is gone, restore a backup and start again";
            case NO_SCHEMA, NO_TABLE, NO_COLUMN, NO_CONSTRAINT ->
                "store check names what is missing; restore a backup and start again";
            default -> wayOutOfClass(failure);
        };
    }

    private static String wayOutOfClass(SQLException failure) {
        if (isAboutTls(failure)) {
            return TLS;
        }
        if (isBroken(failure)) {
            return "see that the database server runs and can be reached";
        }
        return state(failure).startsWith(TOO_LITTLE) ? "see what the server has too little of" : "see the server's log";
    }

    /** The driver says SSL in every language. */
    static boolean isAboutTls(SQLException failure) {
        String said = String.valueOf(failure.getMessage());
        return state(failure).startsWith(NO_CONNECTION)
                && (said.contains("SSL") || said.contains(OTHER_HOST) || failure.getCause() instanceof SSLException);
    }

    static String wayOutAtStart(SQLException failure) {
        return switch (state(failure)) {
            case NO_RIGHT -> "start as the user who owns the store's tables (palyra.store.username)";
            case TABLE_LOCKED ->
                "another session has the store's tables locked: end it (pg_stat_activity names it), and start again";
            default -> wayOut(failure);
        };
    }

    private static String state(SQLException failure) {
        return String.valueOf(failure.getSQLState());
    }
}
