package io.palyra.connectors.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** What the schema of a store in a SQLite file lacks, such as after somebody has dropped an index. It is compared with a fresh one. */
final class SqliteSchema {

    private SqliteSchema() {}

    /**
     * @param connections to a store of this program's version
     * @return a sentence for each part that is missing, with the statement that makes it again where it holds nothing of its own
     */
    static List<String> problems(DataSource connections) throws SQLException {
        Map<String, Optional<String>> wanted;
        SQLiteDataSource fresh = new SQLiteDataSource();
        fresh.setUrl(SqliteDialect.URL_PREFIX + ":memory:");
        try (Connection connection = fresh.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(WholeSchema.script());
            wanted = parts(connection);
        }
        try (Connection connection = connections.getConnection()) {
            wanted.keySet().removeAll(parts(connection).keySet());
        }
        // Of a table that is missing, only that
        return wanted.entrySet().stream()
                .filter(part -> wanted.keySet().stream()
                        .noneMatch(other -> part.getKey().endsWith(" of " + other)))
                .map(part -> part.getKey() + " is missing"
                        + part.getValue()
                                .map(remedy -> "; it is made by: " + remedy.replaceAll("\\s+", " "))
                                .orElse("; restore a backup that has it"))
                .toList();
    }

    private static Map<String, Optional<String>> parts(Connection connection) {
        Map<String, Optional<String>> parts = new LinkedHashMap<>();
        new Statements(connection, SqliteDialect.STATEMENTS)
                .query("parts_of_schema", row -> Map.entry(row.getString(1), Optional.ofNullable(row.getString(2))))
                .forEach(part -> parts.put(part.getKey(), part.getValue()));
        return parts;
    }
}
