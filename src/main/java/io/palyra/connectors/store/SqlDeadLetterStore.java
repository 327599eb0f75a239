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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
    public List<Summary> among(Transaction transaction, ConnectorId connectorId, Collection<Long> deadLetterIds) {
        return SqlTransaction.statements(transaction)
                .query(
                        "dead_letters_among",
                        SqlDeadLetterStore::summary,
                        connectorId.value(),
                        JsonArray.of(deadLetterIds));
    }

    @Override
    public int remove(Transaction transaction, ConnectorId connectorId, Collection<Long> deadLetterIds) {
        return deadLetterIds.isEmpty()
                ? 0
                : SqlTransaction.statements(transaction)
                        .update("remove_dead_letters", connectorId.value(), JsonArray.of(deadLetterIds));
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

    @Override
    public Optional<Long> latestOf(ConnectorId connectorId, Direction direction, Collection<EnvelopeId> envelopeIds) {
        Filter filter = new Filter(direction, null, null, null);
        List<String> ids = envelopeIds.stream().map(EnvelopeId::value).toList();
        return reader
                .read(statements -> statements.query(
                        "dead_letters_of_envelopes",
                        SqlDeadLetterStore::summary,
                        arguments(connectorId, filter, JsonArray.of(ids))))
                .stream()
                .map(Summary::deadLetterId)
                .max(Long::compare);
    }

    @Override
    public Count count(ConnectorId connectorId, Filter filter) {
        return reader.read(statements -> statements.one(
                "count_dead_letters",
                row -> new Count(row.getLong("letters"), row.getLong("latest")),
                arguments(connectorId, filter)));
    }

    @Override
    public Step next(Transaction transaction, ConnectorId connectorId, Filter filter, Place after, int limit) {
        Statements statements = SqlTransaction.statements(transaction);
        return switch (after.stage()) {
            case OUTBOX -> ofRows(statements, connectorId, filter, after, limit, Direction.OUTBOUND, Stage.INBOUND);
            case INBOUND -> ofRows(statements, connectorId, filter, after, limit, Direction.INBOUND, Stage.LETTERS);
            case LETTERS -> ofLetters(statements, connectorId, filter, after, limit);
        };
    }

    private record DeadRow(long laneId, long sequence, String envelopeId) {}

    private static Step ofRows(
            Statements statements,
            ConnectorId connectorId,
            Filter filter,
            Place after,
            int limit,
            Direction direction,
            Stage next) {
        if (filter.direction() != null && filter.direction() != direction) {
            return new Step(List.of(), new Place(next, 0, 0));
        }
        List<DeadRow> rows = statements.query(
                "next_dead_rows." + (direction == Direction.INBOUND ? "inbound" : "outbox"),
                row -> new DeadRow(row.getLong("lane_id"), row.getLong("sequence"), row.getString("envelope_id")),
                connectorId.value(),
                after.laneId(),
                after.sequence(),
                limit);
        if (rows.isEmpty()) {
            return new Step(List.of(), new Place(next, 0, 0));
        }
        Filter ofDirection = new Filter(direction, filter.reasonContains(), filter.beforeUnixMs(), filter.beforeId());
        List<Summary> letters = statements.query(
                "dead_letters_of_envelopes",
                SqlDeadLetterStore::summary,
                arguments(
                        connectorId,
                        ofDirection,
                        JsonArray.of(rows.stream().map(DeadRow::envelopeId).toList())));
        DeadRow last = rows.get(rows.size() - 1);
        return new Step(letters, new Place(after.stage(), last.laneId(), last.sequence()));
    }

    private static Step ofLetters(
            Statements statements, ConnectorId connectorId, Filter filter, Place after, int limit) {
        List<Summary> letters = statements.query(
                "next_dead_letters",
                SqlDeadLetterStore::summary,
                arguments(connectorId, filter, after.sequence(), limit));
        return letters.isEmpty()
                ? new Step(letters, null)
                : new Step(
                        letters,
                        new Place(
                                Stage.LETTERS,
                                0,
                                letters.get(letters.size() - 1).deadLetterId()));
    }

    private <T> List<T> read(
            String statement, Statements.RowMapper<T> mapper, ConnectorId connectorId, Filter filter, int limit) {
        return reader.read(statements -> statements.query(statement, mapper, arguments(connectorId, filter, limit)));
    }

    /** What each statement has that looks for some, and what it has besides. */
    private static @Nullable Object[] arguments(ConnectorId connectorId, Filter filter, Object... others) {
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(connectorId.value());
        arguments.add(filter.direction() == null ? null : filter.direction().wireName());
        arguments.add(
                filter.reasonContains() == null
                        ? LikePattern.ANYTHING
                        : LikePattern.containing(filter.reasonContains()));
        arguments.add(filter.beforeUnixMs() == null ? Long.MAX_VALUE : filter.beforeUnixMs());
        arguments.add(filter.beforeId() == null ? Long.MAX_VALUE : filter.beforeId());
        arguments.addAll(Arrays.asList(others));
        return arguments.toArray();
    }

    /** What a daemon wrote may be JSON that cannot be answered as JSON again; it is shown as the text that it is. */
    private static JsonNode payload(String stored) {
        try {
            return WireFormat.tree(stored);
        } catch (InvalidEnvelopeException e) {
            return TextNode.valueOf(stored);
        }
    }

    private static Summary summary(ResultSet row) throws SQLException {
        return new Summary(
                row.getLong("dead_letter_id"),
                new EnvelopeId(row.getString("envelope_id")),
                Statements.word(Direction.class, row.getString("direction")),
                row.getString("reason"),
                row.getLong("created_at_unix_ms"),
                row.getLong("payload_bytes"));
    }

    private static DeadLetter map(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getLong("dead_letter_id"),
                ConnectorId.of(row.getString("connector_id")),
                new EnvelopeId(row.getString("envelope_id")),
                Statements.word(Direction.class, row.getString("direction")),
                row.getString("reason"),
                payload(row.getString("payload")),
                row.getLong("created_at_unix_ms"));
    }
}
