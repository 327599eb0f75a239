package io.palyra.connectors.store;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps a program from starting on a PostgreSQL database, in one sentence with the setting and the way out. */
final class PostgresTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresTrouble.class);

    private static final String URL = "palyra.store.url: ";
    private static final String NODE_NAME = "palyra.node.name: ";
    private static final String USERNAME = "palyra.store.username: ";
    private static final String PASSWORD = "palyra.store.password: ";
    private static final String PASSWORD_EXAMPLE = "; set a reference, such as {{env:STORE_PASSWORD}}";

    /** Class 08 of SQLSTATE: connection exceptions. */
    private static final String NO_CONNECTION = "08";

    private static final String UNABLE_TO_CONNECT = "08001";
    private static final String CONNECTION_REJECTED = "08004";
    private static final String INVALID_PASSWORD = "28P01";
    private static final String INVALID_AUTHORIZATION = "28000";
    private static final String NO_DATABASE = "3D000";
    private static final String NO_RIGHT = "42501";
    private static final String CANNOT_CONNECT_NOW = "57P03";
    private static final String CANCELLED = "57014";
    private static final String TRANSACTION_CANCELLED = "25P04";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String ENCODING = "UTF8";

    private final PostgresAddress address;
    private final @Nullable String username;
    private final boolean withPassword;

    PostgresTrouble(PostgresAddress address, @Nullable String username, boolean withPassword) {
        this.address = address;
        this.username = username;
        this.withPassword = withPassword;
    }

    /** Before anything is asked of it. */
    void refuseOld(DatabaseMetaData server) throws SQLException {
        if (server.getDatabaseMajorVersion() < PostgresDialect.VERSION_MIN) {
            throw refused(URL + "the server of " + address.place() + " is PostgreSQL "
                    + server.getDatabaseProductVersion() + ", and the store needs " + PostgresDialect.VERSION_MIN
                    + " or later; name another server");
        }
    }

    /** Where the store's tables are or are to be. */
    PostgresPlace place(Statements statements) {
        PostgresPlace place = statements.one("place", PostgresPlace::of);
        if (!place.encoding().equals(ENCODING)) {
            throw refused(URL + "the database " + place.database() + " of " + address.place() + " has the encoding "
                    + place.encoding() + ", and the store needs " + ENCODING + "; name one that was made by CREATE"
                    + " DATABASE … ENCODING '" + ENCODING + "' TEMPLATE template0");
        }
        if (place.schema() == null) {
            throw refused(URL
                    + address.schema()
                            .map(schema -> "the database " + place.database() + " of " + address.place()
                                    + " has no schema " + schema + " (currentSchema) that " + place.user()
                                    + " may use; " + orQuote(schema) + "create it by CREATE SCHEMA " + schema
                                    + " AUTHORIZATION " + place.user() + ", or name another")
                            .orElseGet(() -> "the database " + place.database() + " of " + address.place()
                                    + " has no schema that " + place.user()
                                    + " uses unasked; name one by ?currentSchema=…"));
        }
        if (place.stores() != null && !place.stores().equals(place.schema())) {
            throw refused(URL + "the database " + place.database() + " of " + address.place()
                    + " has a store in each of the schemas " + place.stores() + ", and " + place.user()
                    + " may write all of them; name the one to go on with by ?currentSchema=…");
        }
        return place;
    }

    /** The server reads a name without quotes in lower case, and up to the first comma. */
    private static String orQuote(String schema) {
        return schema.matches("[a-z_][a-z0-9_$]*|\".*\"")
                ? ""
                : "put its name in quotes (currentSchema=%22" + schema + "%22), ";
    }

    /** Who may not make the tables that are not there. */
    void refuseReader(PostgresPlace place) {
        if (!place.hasHistory() && !place.mayCreate()) {
            throw refused(URL + place.user() + " may not make tables in the schema " + place.schema() + " of "
                    + address.place() + "; GRANT CREATE ON SCHEMA " + place.schema() + " TO " + place.user()
                    + ", or name a schema of his own by ?currentSchema=…");
        }
    }

    /** At the start only: a store that is open waits for the end of it. */
    void refuseReadOnly(Connection connection, Statements statements) throws SQLException {
        if (connection.isReadOnly()) {
            throw refused(URL + "its option readOnly keeps the program from writing to " + address.place()
                    + "; leave it away");
        }
        statements.first("why_read_only", row -> row.getString(1)).ifPresent(why -> {
            throw refused(URL + address.place() + " takes no writes: " + why);
        });
    }

    /** Accepted is what the server has confirmed; whoever runs it may have given up that this survives. */
    void warnWhereNotDurable(Statements statements) {
        for (String why : statements.query("why_not_durable", row -> row.getString(1))) {
            LOG.warn("Accepted messages can be lost where the server of {} ends suddenly: {}", address.place(), why);
        }
    }

    /** A pooler in transaction mode. */
    StoreStartException sharedSessions() {
        return refused(
                URL + "at " + address.place() + " stands a pooler that gives each transaction another session, as"
                        + " PgBouncer does with pool_mode=transaction, and the store needs sessions of its own; name the server itself,"
                        + " or a pool with pool_mode=session");
    }

    /** Somebody has the store alone, or is to have it alone and does not get it. */
    StoreStartException inUse() {
        return refused(URL + "another program has the store in " + address.place()
                + "; stop it, or name another database, or another schema by ?currentSchema=…");
    }

    StoreStartException sameName(String name) {
        return refused(NODE_NAME + "another program named " + name + " runs on the store in " + address.place()
                + "; stop it, give this one another name, or name another database, or another schema by"
                + " ?currentSchema=…");
    }

    /** The schema is to be brought up to date, and nodes run on it that know nothing of that. */
    StoreStartException olderNodes() {
        return refused(URL + "the schema of the store in " + address.place() + " is to be brought up to date, and"
                + " other programs run on it; stop them first");
    }

    /** A node finds another schema than the one that it was started on. */
    StoreStartException otherSchema(String stored, String own) {
        return refused(URL + "the schema of the store in " + address.place() + " has version " + stored
                + " by now, and this program goes by " + own
                + "; start the version of the program that has written it");
    }

    /** Of what the server or the driver says to a connection. */
    StoreStartException atStart(SQLException failure) {
        String said = String.valueOf(failure.getMessage());
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case INVALID_PASSWORD ->
                refused(PASSWORD + "the server of " + address.place() + " does not take it (" + said
                        + "); correct what the reference names, or palyra.store.username");
            case INVALID_AUTHORIZATION ->
                refused(USERNAME + "the server of " + address.place() + " does not let "
                        + (username == null ? "the operating system's user" : username) + " in (" + said
                        + "); name a user whom it knows and lets in from here (its pg_hba.conf), or encrypt the connection as it"
                        + " wants it (the URL's options sslmode, sslcert and sslkey)");
            case NO_DATABASE ->
                refused(URL + "there is no database " + address.database() + " on the server of " + address.place()
                        + "; create it by CREATE DATABASE, or name another");
            case NO_RIGHT -> refused(USERNAME + said + " (" + address.place() + "); grant it, or name another user");
            case CANCELLED, TRANSACTION_CANCELLED ->
                refused(URL + address.place() + " cannot be used: " + said
                        + "; raise statement_timeout and transaction_timeout of the role or the database");
            case CANNOT_CONNECT_NOW -> refused(URL + said + " (" + address.place() + "); start again when it is up");
            case TOO_MANY_CONNECTIONS ->
                refused(URL + said + " (" + address.place() + "); " + PostgresFailures.wayOut(failure));
            default -> state.startsWith(NO_CONNECTION) ? notConnected(failure, said, state) : other(said);
        };
    }

    private StoreStartException notConnected(SQLException failure, String said, String state) {
        if (state.equals(CONNECTION_REJECTED) && !withPassword && !address.insistsOnTls()) {
            return refused(PASSWORD + "the server of " + address.place() + " asks "
                    + (username == null ? "the operating system's user" : username)
                    + " for a password, and none is set" + PASSWORD_EXAMPLE);
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof UnknownHostException) {
            return refused(URL + "the host of " + address.place() + " is not known (" + root.getMessage()
                    + "); correct its name");
        }
        if (root instanceof ConnectException && address.hasSeveralHosts()) {
            return refused(URL + "of the hosts of " + address.place()
                    + " none takes writes, and at one of them or more nothing listens; start the one that takes writes, or"
                    + " promote one");
        }
        if (root instanceof ConnectException) {
            return refused(URL + "nothing listens at the host and port of " + address.place()
                    + "; start the server, or correct host and port");
        }
        if (root instanceof SocketTimeoutException) {
            return refused(URL + "the host of " + address.place()
                    + " does not answer; correct host and port, or let this machine through its firewall");
        }
        if (state.equals(UNABLE_TO_CONNECT) && root == failure && address.hasSeveralHosts()) {
            return refused(URL + "none of the hosts of " + address.place() + " is as the URL wants it (" + said
                    + "); name the one that takes writes, too, or promote one");
        }
        String words = root == failure ? said : said + ": " + root.getMessage();
        return PostgresFailures.isAboutTls(failure)
                ? refused(URL + address.place() + " cannot be used: " + words + "; " + PostgresFailures.TLS)
                : other(words);
    }

    private StoreStartException other(String said) {
        return refused(URL + address.place() + " cannot be used: " + said
                + "; see that the server runs, and that the options of the URL fit it");
    }

    /** Without a cause: the driver's words may be anybody's. */
    private static StoreStartException refused(String sentence) {
        return new StoreStartException(sentence.replaceAll("\\s+", " "), null);
    }
}
