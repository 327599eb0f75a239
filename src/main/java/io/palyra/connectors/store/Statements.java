package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs SQL on one connection and keeps the prepared statements that are used: preparing costs more than running here. Not thread
 * safe.
 */
final class Statements {

    /** Reads one row. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Each costs the database memory, some 50 KiB for each statement in it, as long as it is kept. */
    static final int PREPARED_MAX = 128;

    private static final Logger LOG = LoggerFactory.getLogger(Statements.class);

    private final Connection connection;
    private final StatementTexts texts;
    private final Map<StatementText, PreparedStatement> prepared = new Recent<>(PREPARED_MAX, Statements::close);

    Statements(Connection connection, StatementTexts texts) {
        this.connection = connection;
        this.texts = texts;
    }

    Connection connection() {
        return connection;
    }

    /**
     * @param name of the statement; its arguments stand in the order of the parameters that the file names
     * @return how many rows were written
     */
    int update(String name, @Nullable Object... arguments) {
        return update(texts.get(name), arguments);
    }

    int update(StatementText text, @Nullable Object... arguments) {
        try {
            return bind(text, arguments).executeUpdate();
        } catch (SQLException e) {
            drop(text);
            throw failure(e);
        }
    }

    /** Runs a query, or a statement with a {@code RETURNING} clause. */
    <T> List<T> query(String name, RowMapper<T> mapper, @Nullable Object... arguments) {
        return query(texts.get(name), mapper, arguments);
    }

    <T> List<T> query(StatementText text, RowMapper<T> mapper, @Nullable Object... arguments) {
        try (ResultSet rows = bind(text, arguments).executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(mapper.map(rows));
            }
            return result;
        } catch (SQLException e) {
            drop(text);
            throw failure(e);
        }
    }

    <T> Optional<T> first(String name, RowMapper<T> mapper, @Nullable Object... arguments) {
        return query(name, mapper, arguments).stream().findFirst();
    }

    /** The only row of a query that always has one. */
    <T> T one(String name, RowMapper<T> mapper, @Nullable Object... arguments) {
        return one(texts.get(name), mapper, arguments);
    }

    <T> T one(StatementText text, RowMapper<T> mapper, @Nullable Object... arguments) {
        return query(text, mapper, arguments).get(0);
    }

    /** Runs several statements in one; their results are read from what is returned. */
    PreparedStatement execute(StatementText text, @Nullable Object... arguments) throws SQLException {
        try {
            PreparedStatement statement = bind(text, arguments);
            statement.execute();
            return statement;
        } catch (SQLException e) {
            drop(text);
            throw e;
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    Array array(String type, @Nullable Object[] elements) {
        try {
            return connection.createArrayOf(
                    type, Arrays.stream(elements).map(texts::stored).toArray());
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    static StoreUnavailableException failure(SQLException e) {
        return new StoreUnavailableException("the store did not take the statement: " + sentence(e), e);
    }

    /** PostgreSQL says in further lines where in the statement it is, and of a batch first what values its rows have. */
    static String sentence(SQLException failure) {
        SQLException ofBatch = failure instanceof BatchUpdateException ? failure.getNextException() : null;
        return String.valueOf((ofBatch == null ? failure : ofBatch).getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^(ERROR|FATAL): ", "");
    }

    static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** A word as it is stored: the constant's name in lower case. */
    static <E extends Enum<E>> E word(Class<E> type, String stored) {
        return Enum.valueOf(type, stored.toUpperCase(Locale.ROOT));
    }

    /** The other way round. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** After most failures the driver of SQLite cannot run it again. */
    private void drop(StatementText text) {
        PreparedStatement failed = prepared.remove(text);
        if (failed != null) {
            close(failed);
        }
    }

    private static void close(PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            LOG.debug("A statement was not closed: {}", e.getMessage());
        }
    }

    private PreparedStatement bind(StatementText text, @Nullable Object[] arguments) throws SQLException {
        if (arguments.length != text.parameters()) {
            throw new IllegalArgumentException(
                    arguments.length + " arguments for the " + text.parameters() + " parameters of " + text);
        }
        PreparedStatement statement = prepared.get(text);
        if (statement == null) {
            statement = connection.prepareStatement(text.sql());
            prepared.put(text, statement);
        }
        for (int mark = 0; mark < text.marks(); mark++) {
            statement.setObject(mark + 1, texts.stored(arguments[text.argumentAt(mark)]));
        }
        return statement;
    }
}
