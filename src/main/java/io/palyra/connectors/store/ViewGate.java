package io.palyra.connectors.store;

import io.palyra.connectors.adapter.RecentMap;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets only those statements pass that read the views. What a statement reads is told by the database's own parser. Thread
 * safe.
 */
final class ViewGate {

    /** Statements that have passed are remembered up to this number. */
    private static final int REMEMBERED_MAX = 1_000;

    private final ViewParser parser;
    private final Set<String> passed = RecentMap.set(REMEMBERED_MAX);

    ViewGate(ViewParser parser) {
        this.parser = parser;
    }

    /** @throws SQLException saying what may be read, for anything but one query of the views */
    synchronized void check(String sql) throws SQLException {
        if (passed.contains(sql)) {
            return;
        }
        if (!isQuery(sql)) {
            throw noQuery();
        }
        try {
            parser.check(sql);
            passed.add(sql);
        } catch (SQLSyntaxErrorException e) {
            throw new SQLSyntaxErrorException(sentence(String.valueOf(e.getMessage())), e);
        }
    }

    synchronized SQLException noQuery() throws SQLException {
        return new SQLSyntaxErrorException(sentence("it can be queried (SELECT, WITH or VALUES), not written or set"));
    }

    private String sentence(String reason) throws SQLException {
        return "palyraStore shows the views " + String.join(", ", parser.views()) + " and nothing else: " + reason;
    }

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

    synchronized void close() {
        parser.close();
    }
}
