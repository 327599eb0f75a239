package io.palyra.connectors.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.store.Asks.Turn;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dead letters in SQL. */
final class SqlDeadLetterStore implements DeadLetterStore {

    private final Reader reader;

    SqlDeadLetterStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public void add(
            Transaction transaction,
            ConnectorId connectorId,
            EnvelopeId envelopeId,
            Direction direction,
            String reason,
            String payload,
            long now) {
        SqlTransaction.asks(transaction)
                .write(
                        Turn.FIRST,
                        "insert_dead_letter",
                        connectorId.value(),
                        envelopeId.value(),
                        direction.wireName(),
                        reason,
                        payload,
                        now);
    }

    @Override
    public Optional<DeadLetter> find(Transaction transaction, ConnectorId connectorId, long deadLetterId) {
        return SqlTransaction.statements(transaction)
                .first("find_dead_letter", SqlDeadLetterStore::map, connectorId.value(), deadLetterId);
    }

    @Override
    public void remove(Transaction transaction, long deadLetterId) {
        SqlTransaction.statements(transaction).update("remove_dead_letter", deadLetterId);
    }

    @Override
    public Page latest(ConnectorId connectorId, Filter filter, int limit) {
        List<Summary> found = summaries(connectorId, filter, limit + 1);
        int fitting = Math.min(limit, fitting(found));
        if (fitting == 0) {
            return new Page(List.of(), null);
        }
        long last = found.get(fitting - 1).deadLetterId();
        // Where some are decided about meanwhile, others come into their places
        List<DeadLetter> letters =
                read("latest_dead_letters", SqlDeadLetterStore::map, connectorId, filter, fitting).stream()
                        .filter(letter -> letter.deadLetterId() >= last)
                        .toList();
        return new Page(letters, found.size() > fitting ? last : null);
    }

    /** How many of them a page may have. */
    private static int fitting(List<Summary> found) {
        long bytes = 0;
        for (int i = 0; i < found.size(); i++) {
            bytes += found.get(i).payloadBytes();
            if (i > 0 && bytes > PAGE_BYTES_MAX) {
                return i;
            }
        }
        return found.size();
    }

    @Override
    public List<Summary> summaries(ConnectorId connectorId, Filter filter, int limit) {
        return read("summaries_of_dead_letters", SqlDeadLetterStore::summary, connectorId, filter, limit);
    }

    private <T> List<T> read(
            String statement, Statements.RowMapper<T> mapper, ConnectorId connectorId, Filter filter, int limit) {
        return reader.read(statements -> statements.query(
                statement,
                mapper,
                connectorId.value(),
                filter.direction() == null ? null : filter.direction().wireName(),
                containing(filter.reasonContains()),
                filter.beforeUnixMs(),
                filter.beforeId(),
                limit));
    }

    private static String containing(@Nullable String text) {
        return text == null
                ? "%"
                : "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    /** What a daemon wrote may be JSON that cannot be answered as JSON again; it is shown as the text that it is. */
    private static JsonNode payload(String stored) {
        try {
            return WireFormat.tree(stored);
        } catch (InvalidEnvelopeException e) {
            return TextNode.valueOf(stored);
        }
    }

    private static Direction direction(ResultSet row) throws SQLException {
        return "inbound".equals(row.getString("direction")) ? Direction.INBOUND : Direction.OUTBOUND;
    }

    private static Summary summary(ResultSet row) throws SQLException {
        return new Summary(
                row.getLong("dead_letter_id"),
                new EnvelopeId(row.getString("envelope_id")),
                direction(row),
                row.getString("reason"),
                row.getLong("created_at_unix_ms"),
                row.getLong("payload_bytes"));
    }

    private static DeadLetter map(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getLong("dead_letter_id"),
                ConnectorId.of(row.getString("connector_id")),
                new EnvelopeId(row.getString("envelope_id")),
                direction(row),
                row.getString("reason"),
                payload(row.getString("payload")),
                row.getLong("created_at_unix_ms"));
    }
}
