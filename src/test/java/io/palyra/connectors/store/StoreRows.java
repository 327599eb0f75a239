package io.palyra.connectors.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in a store, read past the program: also in that of a program that has died.
 *
 * @param inbound the inbox by envelope id, in the order of the rows
 * @param outbox the outbox likewise
 * @param deadLetters envelope ids
 * @param migrations applied versions of the schema
 */
public record StoreRows(
        Map<String, Row> inbound, Map<String, Row> outbox, List<String> deadLetters, List<String> migrations) {

    /**
     * One message.
     *
     * @param claimed whether somebody had its conversation in hand
     */
    public record Row(String conversation, String state, boolean claimable, boolean claimed) {

        public boolean mayBeInHand() {
            return claimable && claimed;
        }
    }

    /** @param folder of the program */
    public static StoreRows read(StoreUnderTest database, Path folder) throws SQLException {
        try (Connection connection = database.connect(folder)) {
            if (!hasTable(connection, "dead_letters")) {
                return new StoreRows(Map.of(), Map.of(), List.of(), List.of());
            }
            return new StoreRows(
                    rows(connection, "inbound"),
                    rows(connection, "outbox"),
                    strings(connection, "SELECT envelope_id FROM dead_letters"),
                    strings(connection, "SELECT version FROM schema_history ORDER BY installed_rank"));
        }
    }

    public Optional<Row> inbound(String envelopeId) {
        return Optional.ofNullable(inbound.get(envelopeId));
    }

    public Optional<Row> outbox(String envelopeId) {
        return Optional.ofNullable(outbox.get(envelopeId));
    }

    /** Outbound messages that wait for an operator. */
    public List<String> unresolved() {
        return outbox.entrySet().stream()
                .filter(row -> row.getValue().state().equals("unknown")
                        && !row.getValue().claimable())
                .map(Map.Entry::getKey)
                .toList();
    }

    public boolean isSettled() {
        return inbound.values().stream().noneMatch(Row::claimable)
                && outbox.values().stream().noneMatch(Row::claimable)
                && unresolved().isEmpty();
    }

    private static boolean hasTable(Connection connection, String table) throws SQLException {
        try (ResultSet found = connection.getMetaData().getTables(null, null, table, null)) {
            return found.next();
        }
    }

    private static Map<String, Row> rows(Connection connection, String table) throws SQLException {
        Map<String, Row> rows = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT r.envelope_id, l.conversation_id, r.state, r.claimable, l.owner IS NOT NULL FROM "
                                + table + " r JOIN lanes l ON l.lane_id = r.lane_id ORDER BY r.sequence")) {
            while (found.next()) {
                rows.put(
                        found.getString(1),
                        new Row(found.getString(2), found.getString(3), found.getBoolean(4), found.getBoolean(5)));
            }
        }
        return rows;
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                values.add(found.getString(1));
            }
        }
        return values;
    }
}
