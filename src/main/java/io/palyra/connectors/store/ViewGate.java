package io.palyra.connectors.store;

import io.palyra.connectors.adapter.RecentMap;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those statements pass that read the views. SQLite knows no rights, and its driver offers no authorizer, so each
 * statement is first prepared in a database that has views of the same names and columns and nothing else: what it names
 * besides cannot be resolved there. So it is SQLite's own parser that decides. Thread safe.
 */
final class ViewGate {

    /** Statements that have passed are remembered up to this number. */
    private static final int REMEMBERED_MAX = 1_000;

    private final DataSource store;
    private final Set<String> passed = RecentMap.set(REMEMBERED_MAX);
    private List<String> views = List.of();
    private @Nullable Connection model;

    ViewGate(DataSource store) {
        this.store = store;
    }

    /** @throws SQLException saying what may be read, for anything but one query of the views */
    synchronized void check(String sql) throws SQLException {
        if (passed.contains(sql)) {
            return;
        }
        Connection database = model();
        if (!isQuery(sql)) {
            throw noQuery();
        }
        try (PreparedStatement prepared = database.prepareStatement(sql)) {
            passed.add(sql);
        } catch (SQLException e) {
            throw new SQLSyntaxErrorException(sentence(reason(e)), e);
        }
    }

    synchronized SQLException noQuery() throws SQLException {
        model();
        return new SQLSyntaxErrorException(sentence("it can be queried (SELECT, WITH or VALUES), not written or set"));
    }

    private String sentence(String reason) {
        return "palyraStore shows the views " + String.join(", ", views) + " and nothing else: " + reason;
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
        }
        return columns;
    }

    /** Names come from our own schema. */
    private static String likeIt(String view, List<String> columns) {
        return "CREATE VIEW " + view + " (" + String.join(", ", columns) + ") AS SELECT "
                + Stream.generate(() -> "NULL").limit(columns.size()).collect(Collectors.joining(", "));
    }

    /** The first word behind comments; the driver runs the first statement of a text only. */
    private static boolean isQuery(String sql) {
        String rest = sql.stripLeading();
        while (rest.startsWith("--") || rest.startsWith("/*")) {
            String end = rest.startsWith("--") ? "\n" : "*/";
            int at = rest.indexOf(end, 2);
            rest = at < 0 ? "" : rest.substring(at + end.length()).stripLeading();
        }
        String text = rest;
        return Stream.of("select", "with", "values").anyMatch(word -> beginsWith(text, word));
    }

    private static boolean beginsWith(String text, String word) {
        return text.regionMatches(true, 0, word, 0, word.length())
                && (text.length() == word.length() || !Character.isLetterOrDigit(text.charAt(word.length())));
    }

    synchronized void close() {
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
