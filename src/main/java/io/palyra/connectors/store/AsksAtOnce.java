package io.palyra.connectors.store;

import io.palyra.connectors.store.Statements.RowMapper;
import io.palyra.connectors.transaction.Answer;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For a database within the process. */
final class AsksAtOnce implements Asks {

    private final Statements statements;

    AsksAtOnce(Statements statements) {
        this.statements = statements;
    }

    @Override
    public <T> Answer<List<T>> query(Turn turn, String name, RowMapper<T> mapper, @Nullable Object... arguments) {
        return Answer.of(statements.query(name, mapper, arguments));
    }

    @Override
    public Answer<Integer> update(Turn turn, String name, @Nullable Object... arguments) {
        return Answer.of(statements.update(name, arguments));
    }

    @Override
    public void write(Turn turn, String name, @Nullable Object... arguments) {
        statements.update(name, arguments);
    }

    @Override
    public void writeLast(String name, @Nullable Object... arguments) {
        statements.update(name, arguments);
    }

    @Override
    public void ask() {
        // Nothing waits
    }

    @Override
    public void commit() throws SQLException {
        statements.commit();
    }
}
