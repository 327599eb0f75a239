package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a SQLite store that no program has open into a PostgreSQL database without one. All of it or nothing is there
 * afterwards; the file stays as it is.
 */
public final class StoreTransfer {

    private static final Logger LOG = LoggerFactory.getLogger(StoreTransfer.class);

    /**
     * A table so far.
     *
     * @param rows that were written
     */
    public record Progress(String table, long rows) {}

    private final Path file;
    private final PostgresDialect database;

    /**
     * @param url of the database, as the driver takes it, without user and password
     * @param username null for the operating system's
     * @param password the password itself; null where the server asks for none
     * @throws StoreStartException where the driver does not take the URL
     */
    public StoreTransfer(Path file, String url, @Nullable String username, @Nullable String password) {
        this.file = SqlitePlace.real(file);
        this.database = new PostgresDialect(url, username, password);
    }

    /**
     * @param progress told after every thousand rows and after each table
     * @return each table with its rows, which were counted in both stores
     * @throws StoreStartException where one of the stores is not as it has to be, with the way out
     * @throws StoreUnavailableException where reading or writing has failed
     */
    public List<Progress> copy(Consumer<Progress> progress) throws Exception {
        try (CopySource source = CopySource.take(file);
                AutoCloseable to = database.claimPlace()) {
            boolean fresh = Migrations.apply(database) == null;
            return copy(source, fresh, progress);
        } catch (SQLException e) {
            throw notCopied(e);
        } catch (StoreUnavailableException e) {
            throw Migrations.told(e).map(this::notCopied).orElse(e);
        } catch (IOException e) {
            throw new StoreStartException("FILE: " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Without a cause, which would say the same. */
    private RuntimeException notCopied(SQLException told) {
        return SqliteDamage.of(file, told)
                .<RuntimeException>map(damage -> new StoreStartException("FILE: " + damage, null))
                .orElseGet(() ->
                        new StoreUnavailableException("the store was not copied: " + Statements.sentence(told), null));
    }

    /** @param fresh whether the tables were made for this copy, and are to go where it fails */
    private List<Progress> copy(CopySource source, boolean fresh, Consumer<Progress> progress) throws SQLException {
        try (Connection from = source.connection();
                Connection to = database.openWriter()) {
            to.setAutoCommit(false);
            Statements reading = new Statements(from, SqliteDialect.STATEMENTS);
            Statements writing = new Statements(to, PostgresDialect.STATEMENTS);
            List<String> tables = reading.query("names_of_tables", row -> row.getString(1));
            try {
                List<Progress> copied = copy(tables, reading, writing, progress);
                to.commit();
                return copied;
            } catch (SQLException | RuntimeException e) {
                if (fresh) {
                    removeTables(to, writing);
                }
                throw e;
            }
        }
    }

    private List<Progress> copy(
            List<String> tables, Statements reading, Statements writing, Consumer<Progress> progress)
            throws SQLException {
        for (String table : tables) {
            refuseFilled(writing, table);
        }
        writing.update("forget_time");
        List<Progress> copied = new ArrayList<>();
        for (String table : tables) {
            CopiedTable.of(table, reading).copy(reading, writing, rows -> progress.accept(new Progress(table, rows)));
            copied.add(counted(table, reading, writing));
            progress.accept(copied.get(copied.size() - 1));
        }
        writing.query("continue_numbers", row -> row.getLong(1));
        writing.update("continue_event_numbers");
        return copied;
    }

    /** With the views on them. Where it does not succeed, empty ones are left, into which the next try copies. */
    private static void removeTables(Connection to, Statements writing) {
        try {
            to.rollback();
            for (String table : writing.query("tables", row -> row.getString(1))) {
                writing.update(StatementText.of("DROP TABLE " + table + " CASCADE"));
            }
            to.commit();
        } catch (SQLException | StoreUnavailableException e) {
            LOG.debug("The tables are left empty: {}", e.getMessage());
        }
    }

    /** A new database has the time, which nobody has seen yet, and nothing else. */
    private void refuseFilled(Statements writing, String table) {
        if (!table.equals("store_clock") && count(writing, table) > 0) {
            throw new StoreStartException(
                    "palyra.store.url: " + database.name() + " holds a store already (" + table
                            + " has rows); name an empty database, or a schema of its own by ?currentSchema=…",
                    null);
        }
    }

    private static long count(Statements statements, String table) {
        return statements.one(StatementText.of("SELECT COUNT(*) FROM " + table), row -> row.getLong(1));
    }

    private static Progress counted(String table, Statements reading, Statements writing) {
        long there = count(reading, table);
        long here = count(writing, table);
        if (there != here) {
            throw new StoreUnavailableException(
                    "the store was not copied: " + table + " has " + there + " rows in the file and " + here
                            + " in the database",
                    null);
        }
        return new Progress(table, here);
    }
}
