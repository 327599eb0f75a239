package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a store's schema lacks, such as after a restore that went on after its errors. It is compared with a fresh one of the
 * same version, which its migrations make of temporary tables; these are taken back.
 */
final class PostgresSchema {

    /** Where the server makes temporary tables. */
    private static final String TEMPORARY = "pg_temp";

    /**
     * @param relation a table or a view, which has a part of its own
     * @param name for people
     */
    private record Part(String relation, String name, String definition) {

        boolean isRelation() {
            return name.equals("table " + relation) || name.equals("view " + relation);
        }
    }

    private final PostgresDialect dialect;

    PostgresSchema(PostgresDialect dialect) {
        this.dialect = dialect;
    }

    /** One sentence for each part that is missing or other than it was made, and for each table on which rights are missing. */
    List<String> problems() {
        List<String> scripts = Migrations.applied(dialect.connections(), dialect.migrations());
        try (Connection connection = dialect.connections().getConnection()) {
            Statements statements = new Statements(connection, PostgresDialect.STATEMENTS);
            List<String> readOnly = statements.query("why_read_only", row -> "it takes no writes: " + row.getString(1));
            return readOnly.isEmpty() ? problems(connection, statements, scripts) : readOnly;
        } catch (SQLException e) {
            throw new StoreUnavailableException("the schema cannot be read: " + Statements.sentence(e), e);
        }
    }

    private static List<String> problems(Connection connection, Statements statements, List<String> scripts)
            throws SQLException {
        List<Part> there = parts(statements, false);
        List<Part> wanted;
        connection.setAutoCommit(false);
        try {
            make(connection, scripts);
            wanted = parts(statements, true);
        } catch (SQLException e) {
            return List.of("its tables cannot be compared with fresh ones: " + Statements.sentence(e)
                    + "; GRANT TEMPORARY ON DATABASE … TO the role, which queries of palyraStore need, too");
        } finally {
            connection.rollback();
        }
        return Stream.concat(missing(wanted, there), rights(statements, wanted))
                .sorted()
                .toList();
    }

    private static void make(Connection connection, List<String> scripts) throws SQLException {
        connection.setSchema(TEMPORARY);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String script : scripts) {
                statement.execute(script);
            }
        }
    }

    private static List<Part> parts(Statements statements, boolean temporary) {
        return statements.query(
                "parts_of_schema", row -> new Part(row.getString(1), row.getString(2), row.getString(3)), temporary);
    }

    /** Of a relation that is missing altogether, only that. */
    private static Stream<String> missing(List<Part> wanted, List<Part> there) {
        Set<Part> known = Set.copyOf(there);
        Set<String> names = those(there, Part::name);
        Set<String> relations = those(there, Part::relation);
        Set<String> lost = those(wanted, Part::relation).stream()
                .filter(relation -> !relations.contains(relation))
                .collect(Collectors.toSet());
        return wanted.stream()
                .filter(part -> !known.contains(part))
                .filter(part -> !lost.contains(part.relation()) || part.isRelation())
                .map(part -> part.name()
                        + (names.contains(part.name()) ? " is not as this program makes it" : " is missing"));
    }

    private static Set<String> those(List<Part> parts, Function<Part, String> property) {
        return parts.stream().map(property).collect(Collectors.toSet());
    }

    private static Stream<String> rights(Statements statements, List<Part> wanted) {
        Set<String> relations = those(wanted, Part::relation);
        return statements.query("rights_missing", row -> Map.entry(row.getString(1), row.getString(2))).stream()
                .filter(right -> relations.contains(right.getKey()))
                .map(Map.Entry::getValue);
    }
}
