package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL store seen from outside: read-only, past the program's lock, so that the program may run meanwhile. */
public final class PostgresDatabase {

    private final PostgresDialect dialect;
    private final Reader reader;

    private PostgresDatabase(PostgresDialect dialect) {
        this.dialect = dialect;
        this.reader = new Reader(dialect.readOnly(), PostgresDialect.STATEMENTS);
    }

    /**
     * @param url as the driver takes it, without user and password
     * @param username null for the operating system's
     * @param password the password itself; null where the server asks for none
     * @throws StoreStartException where the driver does not take the URL
     */
    public static PostgresDatabase at(String url, @Nullable String username, @Nullable String password) {
        return new PostgresDatabase(new PostgresDialect(url, username, password));
    }

    /**
     * What the store holds, and whether this program can start on it. The server's pages and indexes are not looked at.
     *
     * @throws StoreStartException where there is nothing that could hold a store, with the way out
     * @throws StoreUnavailableException where it cannot be read
     */
    public DatabaseReport check() {
        PostgresPlace place = place();
        StoredVersion version = version();
        List<String> problems =
                version.problem() == null ? new PostgresSchema(dialect).problems() : List.of(version.problem());
        boolean countable = version.stored() != null && problems.isEmpty();
        return reader.read(statements -> statements.one(
                "database",
                row -> new DatabaseReport(
                        dialect.name(),
                        String.valueOf(place.schema()),
                        row.getString(1),
                        problems.isEmpty(),
                        problems,
                        version.stored(),
                        version.own(),
                        countable ? reader.counts("states.inbound") : Map.of(),
                        countable ? reader.counts("states.outbox") : Map.of(),
                        countable ? reader.counts("dead_letters_by_direction") : Map.of(),
                        row.getLong(2),
                        countable ? tables(statements) : List.of())));
    }

    private PostgresPlace place() {
        try (Connection connection = dialect.readOnly().getConnection()) {
            return dialect.enterPlace(connection);
        } catch (SQLException e) {
            throw dialect.trouble().atStart(e);
        }
    }

    private StoredVersion version() {
        try {
            return Migrations.version(dialect.readOnly(), dialect.migrations());
        } catch (FlywayException e) {
            throw new StoreUnavailableException("the schema version cannot be read: " + Migrations.reason(e), e);
        }
    }

    private static List<DatabaseReport.Table> tables(Statements statements) {
        return statements.query("tables", row -> {
            long rows = row.getLong(2);
            return new DatabaseReport.Table(row.getString(1), rows < 0 ? null : rows, row.getLong(3));
        });
    }
}
