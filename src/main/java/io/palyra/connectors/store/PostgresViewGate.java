package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * Asks PostgreSQL what a query depends on: a view is made of it, and not kept. What the connection itself may not do (it reads
 * only) is not looked at here.
 */
final class PostgresViewGate extends ViewGate {

    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");

    /** The server's own tables and functions; a view's dependencies do not name them. */
    private static final Pattern OF_THE_SERVER = Pattern.compile("\\b(?:pg_\\w+|information_schema)\\b");

    private final DataSource connections;

    PostgresViewGate(DataSource connections) {
        this.connections = connections;
    }

    @Override
    void prepare(String sql) throws SQLException {
        List<NativeQuery> queries = Parser.parseJdbcSql(sql, true, true, true, false, false);
        if (queries.size() != 1) {
            throw refused("one statement at a time", null);
        }
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            check(connection, withoutParameters(queries.get(0)));
            connection.rollback();
        }
    }

    private void check(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY VIEW palyra_gate AS SELECT 1 AS one FROM (" + query + "\n) AS asked");
        } catch (SQLException e) {
            throw refused(String.valueOf(e.getMessage()), e);
        }
        Statements statements = new Statements(connection, PostgresDialect.STATEMENTS);
        List<String> others = statements.query("gate_reads_others", row -> row.getString(1));
        if (!others.isEmpty()) {
            throw refused("no " + String.join(", ", others), null);
        }
        String definition = statements.one("gate_definition", row -> row.getString(1));
        if (OF_THE_SERVER.matcher(LITERAL.matcher(definition).replaceAll("''")).find()) {
            throw refused("nothing of the server", null);
        }
    }

    /** Their values do not matter for what is read. */
    private static String withoutParameters(NativeQuery query) {
        StringBuilder text = new StringBuilder(query.nativeSql);
        for (int n = query.bindPositions.length; n > 0; n--) {
            int at = query.bindPositions[n - 1];
            text.replace(at, at + 1 + Integer.toString(n).length(), "NULL");
        }
        return text.toString();
    }

    @Override
    List<String> views() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            return new Statements(connection, PostgresDialect.STATEMENTS).query("views", row -> row.getString(1));
        }
    }

    @Override
    public void close() {
        // Each look has a connection of its own
    }
}
