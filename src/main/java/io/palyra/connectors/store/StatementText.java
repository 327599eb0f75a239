package io.palyra.connectors.store;

import java.util.stream.IntStream;

/** A statement as a database takes it. Equal where the SQL is. */
final class StatementText {

    private final String sql;
    private final int[] order;
    private final int parameters;

    /** @param order for each question mark which argument goes there, the first being 0 */
    StatementText(String sql, int parameters, int[] order) {
        this.sql = sql;
        this.parameters = parameters;
        this.order = order.clone();
    }

    /** SQL with an argument for each question mark. */
    static StatementText of(String sql) {
        int marks = (int) sql.chars().filter(character -> character == '?').count();
        return new StatementText(sql, marks, IntStream.range(0, marks).toArray());
    }

    String sql() {
        return sql;
    }

    int parameters() {
        return parameters;
    }

    int marks() {
        return order.length;
    }

    /** @param mark the first being 0 */
    int argumentAt(int mark) {
        return order[mark];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StatementText that && sql.equals(that.sql);
    }

    @Override
    public int hashCode() {
        return sql.hashCode();
    }

    @Override
    public String toString() {
        return sql;
    }
}
