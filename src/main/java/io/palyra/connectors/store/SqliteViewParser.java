package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * SQLite knows no rights, and its driver offers no authorizer, so each statement is first prepared in a database that has
 * views of the same names and columns and nothing else: what it names besides cannot be resolved there.
 */
final class SqliteViewParser implements ViewParser {

    private final DataSource store;
    private List<String> views = List.of();
    private @Nullable Connection model;

    SqliteViewParser(DataSource store) {
        this.store = store;
    }

    @Override
    public List<String> views() throws SQLException {
        model();
        return views;
    }

    @Override
    public void check(String sql) throws SQLException {
        Connection database = model();
        try (PreparedStatement prepared = database.prepareStatement(sql)) {
            Objects.requireNonNull(prepared);
        } catch (SQLException e) {
            throw new SQLSyntaxErrorException(reason(e), e);
        }
    }

    /** The driver writes the code before and around it. */
    private static String reason(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int begin = message.indexOf('(');
        return begin >= 0 && message.endsWith(")") ? message.substring(begin + 1, message.length() - 1) : message;
    }

    private Connection model() throws SQLException {
        Connection current = model;
        if (current == null) {
            Map<String, List<String>> columns = columns();
            current = DriverManager.getConnection(SqliteDialect.URL_PREFIX + ":memory:");
            try (Statement statement = current.createStatement()) {
                for (Map.Entry<String, List<String>> view : columns.entrySet()) {
                    statement.execute(likeIt(view.getKey(), view.getValue()));
                }
            }
            views = List.copyOf(columns.keySet());
            model = current;
        }
        return current;
    }

    private Map<String, List<String>> columns() throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        try (Connection connection = store.getConnection()) {
            new Statements(connection, SqliteDialect.STATEMENTS)
                    .query("columns_of_views", row -> columns.computeIfAbsent(
                                    row.getString(1), name -> new ArrayList<>())
                            .add(row.getString(2)));
        } catch (StoreUnavailableException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw e;
        }
        return columns;
    }

    /** Names come from our own schema. */
    private static String likeIt(String view, List<String> columns) {
        return "CREATE VIEW " + view + " (" + String.join(", ", columns) + ") AS SELECT "
                + Stream.generate(() -> "NULL").limit(columns.size()).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        Connection current = model;
        model = null;
        try {
            if (current != null) {
                current.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a database in memory did not close", e);
        }
    }
}
