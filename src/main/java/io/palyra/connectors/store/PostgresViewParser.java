package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Makes a temporary view of each query, looks in the stored tree of it which relations it reads and which functions it calls,
 * and takes all of it back. A query that reads nothing passes, too.
 */
final class PostgresViewParser implements ViewParser {

    /** Goes with the transaction, and cannot be seen by another session. */
    private static final String VIEW = "palyra_store_read";

    private final DataSource store;

    /** @param store connections that may make a temporary view */
    PostgresViewParser(DataSource store) {
        this.store = store;
    }

    @Override
    public List<String> views() throws SQLException {
        try (Connection connection = store.getConnection()) {
            return new Statements(connection, PostgresDialect.STATEMENTS).query("views", row -> row.getString(1));
        }
    }

    @Override
    public void check(String sql) throws SQLException {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            try {
                makeView(connection, query(connection, sql));
                Optional<String> besides = new Statements(connection, PostgresDialect.STATEMENTS)
                        .first("what_a_view_does_besides", row -> row.getString(1), VIEW);
                if (besides.isPresent()) {
                    throw new SQLSyntaxErrorException("it " + besides.get());
                }
            } finally {
                connection.rollback();
            }
        }
    }

    /** As the driver would send it, with nothing for its parameters. */
    private static String query(Connection connection, String sql) throws SQLException {
        NativeQuery statement = onlyStatement(connection, sql);
        StringBuilder text = new StringBuilder(statement.nativeSql);
        for (int i = statement.bindPositions.length - 1; i >= 0; i--) {
            int begin = statement.bindPositions[i];
            text.replace(begin, begin + NativeQuery.bindName(i + 1).length(), "NULL");
        }
        return text.toString();
    }

    /** By the driver's parser, which also sees what begins behind a bracket too many. */
    private static NativeQuery onlyStatement(Connection connection, String sql) throws SQLException {
        boolean standardStrings = connection.unwrap(BaseConnection.class).getStandardConformingStrings();
        List<NativeQuery> statements = Parser.parseJdbcSql(
                Parser.replaceProcessing(sql, true, standardStrings), standardStrings, true, true, false, false);
        if (statements.size() != 1) {
            throw new SQLSyntaxErrorException("it is more than one statement");
        }
        return statements.get(0);
    }

    /** Around a query, as a view cannot have two columns of one name. */
    private static void makeView(Connection connection, String query) throws SQLException {
        String sql = "CREATE TEMPORARY VIEW " + VIEW + " AS SELECT FROM (" + query + "\n) AS query";
        onlyStatement(connection, sql.replace("?", "??"));
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (PSQLException e) {
            ServerErrorMessage said = e.getServerErrorMessage();
            throw new SQLSyntaxErrorException(said == null ? e.getMessage() : said.getMessage(), e);
        }
    }

    @Override
    public void close() {}
}
