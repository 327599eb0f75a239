package io.palyra.connectors.store;

import io.palyra.connectors.adapter.RecentMap;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lets only those statements pass that read the views. Thread safe. */
abstract class ViewGate implements AutoCloseable {

    /** Statements that have passed are remembered up to this number. */
    private static final int REMEMBERED_MAX = 1_000;

    private final Set<String> passed = RecentMap.set(REMEMBERED_MAX);

    /** @throws SQLException saying what may be read, for anything but one query of the views */
    final synchronized void check(String sql) throws SQLException {
        if (passed.contains(sql)) {
            return;
        }
        if (!isQuery(sql)) {
            throw noQuery();
        }
        prepare(sql);
        passed.add(sql);
    }

    final synchronized SQLException noQuery() throws SQLException {
        return refused("it can be queried (SELECT, WITH or VALUES), not written or set", null);
    }

    /** @throws SQLException by {@link #refused}, where the query reads anything but the views */
    abstract void prepare(String sql) throws SQLException;

    /** Their names, in order. */
    abstract List<String> views() throws SQLException;

    final SQLException refused(String reason, @Nullable SQLException cause) throws SQLException {
        return new SQLSyntaxErrorException(
                "palyraStore shows the views " + String.join(", ", views()) + " and nothing else: " + reason, cause);
    }

    @Override
    public abstract void close();

    /** The first word behind comments. */
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
}
