package io.palyra.connectors.store;

import io.palyra.connectors.store.Statements.RowMapper;
import io.palyra.connectors.transaction.Answer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For a database within the process. */
final class AsksAtOnce implements Asks {

    /** At most so many rows are appended by one statement; more would gain little. */
    private static final int ROWS = 8;

    private final Statements statements;
    private final StatementTexts texts;
    private final Map<String, List<@Nullable Object[]>> waiting = new HashMap<>();
    private final KnownRows known;
    private final WriteLock lock;

    /** A transaction begins. */
    AsksAtOnce(Statements statements, StatementTexts texts, KnownRows known, WriteLock lock) {
        this.statements = statements;
        this.texts = texts;
        this.known = known;
        this.lock = lock;
        lock.require();
        known.begin();
    }

    @Override
    public Optional<KnownRows> known() {
        return Optional.of(known);
    }

    @Override
    public <T> Answer<List<T>> query(Turn turn, String name, RowMapper<T> mapper, @Nullable Object... arguments) {
        known.asked(name);
        return Answer.of(statements.query(name, mapper, arguments));
    }

    @Override
    public Answer<Integer> update(Turn turn, String name, @Nullable Object... arguments) {
        known.asked(name);
        return Answer.of(statements.update(name, arguments));
    }

    @Override
    public void write(Turn turn, String name, @Nullable Object... arguments) {
        known.asked(name);
        statements.update(name, arguments);
    }

    @Override
    public void append(String name, @Nullable Object... arguments) {
        known.asked(name);
        List<@Nullable Object[]> rows = waiting.computeIfAbsent(name, any -> new ArrayList<>(ROWS));
        rows.add(arguments);
        if (rows.size() == ROWS) {
            statements.update(
                    texts.forRows(name, ROWS),
                    rows.stream().flatMap(Arrays::stream).toArray());
            rows.clear();
        }
    }

    @Override
    public void ask() {
        waiting.forEach((name, rows) -> {
            rows.forEach(arguments -> statements.update(name, arguments));
            rows.clear();
        });
    }

    @Override
    public void committed() {
        known.committed();
    }

    @Override
    public void commit() throws SQLException {
        ask();
        lock.commit();
    }
}
