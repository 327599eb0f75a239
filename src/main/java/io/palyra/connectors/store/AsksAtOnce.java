package io.palyra.connectors.store;

import io.palyra.connectors.store.Statements.RowMapper;
import io.palyra.connectors.transaction.Answer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For a database within the process. */
final class AsksAtOnce implements Asks {

    private final Statements statements;
    private final FreshRows freshRows;

    AsksAtOnce(Statements statements) {
        this.statements = statements;
        this.freshRows = new FreshRows(statements);
    }

    @Override
    public Optional<FreshRows> freshRows() {
        return Optional.of(freshRows);
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
    public void ask() {
        // Nothing waits
    }
}
