package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to the store's database. No exception that they throw shows the password, whoever has put it there. */
final class PostgresConnections extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    static final String APPLICATION = "palyra-connectors";

    private static final int LOGIN_MAX_S = 15;

    /** What is said to the server before anybody has the connection. */
    @FunctionalInterface
    interface Preparation {
        void prepare(Connection connection) throws SQLException;
    }

    private final transient Preparation preparation;

    /** @param username null for the operating system's */
    PostgresConnections(
            PostgresAddress address, @Nullable String username, @Nullable String password, Preparation preparation) {
        this.preparation = preparation;
        setUrl(address.url());
        if (!address.names(PGProperty.APPLICATION_NAME)) {
            setApplicationName(APPLICATION);
        }
        setTcpKeepAlive(true);
        if (!address.names(PGProperty.LOGIN_TIMEOUT)) {
            // A server that lets a connection in and says nothing to it
            setLoginTimeout(LOGIN_MAX_S);
        }
        if (address.hasSeveralHosts() && !address.names(PGProperty.TARGET_SERVER_TYPE)) {
            // The first that answers may be one that only copies
            setTargetServerType("primary");
        }
        if (username != null) {
            setUser(username);
        }
        if (password != null) {
            setPassword(password);
        }
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String secret) throws SQLException {
        Connection connection;
        try {
            connection = super.getConnection(user, secret);
        } catch (SQLException e) {
            throw withoutPassword(e, secret);
        }
        try {
            preparation.prepare(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static SQLException withoutPassword(SQLException failure, @Nullable String secret) {
        for (Throwable cause = failure; secret != null && cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(secret)) {
                String message = String.valueOf(failure.getMessage()).replace(secret, "…");
                return new SQLException(message, failure.getSQLState());
            }
        }
        return failure;
    }
}
