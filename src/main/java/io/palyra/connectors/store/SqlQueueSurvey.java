package io.palyra.connectors.store;

import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.lane.storage.BlockedLanes.Blocked;
import io.palyra.connectors.lane.storage.BlockedLanes.Why;
import io.palyra.connectors.lane.storage.OpenConversation;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.lane.storage.QueueSurvey;
import io.palyra.connectors.lane.storage.RetryBacklog;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the queues stand, in SQL. */
final class SqlQueueSurvey implements QueueSurvey {

    private final Reader reader;

    SqlQueueSurvey(Reader reader) {
        this.reader = reader;
    }

    @Override
    public List<QueueDepth> of(ConnectorId connectorId, long now) {
        List<QueueDepth> found = depths(ConnectorRange.of(connectorId), now);
        return Stream.of(Direction.INBOUND, Direction.OUTBOUND)
                .map(direction -> found.stream()
                        .filter(depth -> depth.direction() == direction)
                        .findFirst()
                        .orElseGet(() -> QueueDepth.empty(connectorId, direction)))
                .toList();
    }

    @Override
    public List<QueueDepth> all(long now) {
        return depths(ConnectorRange.ALL, now);
    }

    private List<QueueDepth> depths(ConnectorRange connectors, long now) {
        return reader.read(statements ->
                statements.query("queue_depths", SqlQueueSurvey::depth, now, connectors.first(), connectors.last()));
    }

    private static QueueDepth depth(ResultSet row) throws SQLException {
        return new QueueDepth(
                ConnectorId.of(row.getString("connector_id")),
                Statements.word(Direction.class, row.getString("direction")),
                row.getLong("due"),
                row.getLong("waiting"),
                row.getLong("claimed"),
                row.getLong("held"),
                row.getLong("undecided"),
                row.getLong("unknown"),
                row.getLong("dead_letters"),
                new RetryBacklog(
                        row.getLong("retrying"),
                        row.getLong("rate_limited"),
                        Statements.nullableLong(row, "rate_limited_until")),
                Statements.nullableLong(row, "oldest"),
                Statements.nullableLong(row, "next_due"),
                Statements.nullableLong(row, "latest_dead_letter"));
    }

    @Override
    public OptionalLong dueSince(Direction direction, ConnectorId connectorId, long now) {
        return reader.read(
                statements -> statements
                        .query("due_since", row -> row.getLong(1), Statements.word(direction), connectorId.value(), now)
                        .stream()
                        .mapToLong(Long::longValue)
                        .findFirst());
    }

    @Override
    public BlockedLanes blocked(ConnectorId connectorId, Closed closed, long now) {
        long inboundAfter = closed.inbound() ? Long.MIN_VALUE : now;
        long outboundAfter = closed.outbound() ? Long.MIN_VALUE : now;
        String id = connectorId.value();
        return reader.read(statements -> {
            long count = statements.one("count_blocked", row -> row.getLong(1), id, inboundAfter, outboundAfter);
            return new BlockedLanes(
                    count,
                    count == 0
                            ? null
                            : statements
                                    .first(
                                            "oldest_blocked",
                                            SqlQueueSurvey::blocked,
                                            id,
                                            inboundAfter,
                                            outboundAfter,
                                            now)
                                    .orElse(null));
        });
    }

    @Override
    public List<OpenConversation> open(
            ConnectorId connectorId, OpenConversation.Order order, int limit, Closed closed, long now) {
        return reader.read(statements -> statements.query(
                "open_conversations", row -> open(row, closed), connectorId.value(), now, order.wireName(), limit));
    }

    private static OpenConversation open(ResultSet row, Closed closed) throws SQLException {
        Direction direction = Statements.word(Direction.class, row.getString("direction"));
        OpenConversation.State state = OpenConversation.State.valueOf(row.getString("state"));
        return new OpenConversation(
                direction,
                new ConversationId(row.getString("conversation_id")),
                row.getLong("depth"),
                row.getLong("oldest"),
                row.getLong("newest"),
                state,
                why(
                        state,
                        row.getString("held"),
                        Why.valueOf(row.getString("waits_for")),
                        direction == Direction.INBOUND ? closed.inbound() : closed.outbound()),
                Statements.nullableLong(row, "until"),
                new EnvelopeId(row.getString("envelope_id")),
                row.getString("reason"));
    }

    private static @Nullable Why why(
            OpenConversation.State state, @Nullable String held, Why waitsFor, boolean closed) {
        return switch (state) {
            case CLAIMED -> null;
            case DUE -> closed ? Why.NOTHING_GETS_THROUGH : null;
            case WAITING -> waitsFor;
            case HELD -> "unknown_outcome".equals(held) ? Why.HELD_BY_UNKNOWN_OUTCOME : Why.HELD_BY_DEAD_LETTER;
        };
    }

    private static Blocked blocked(ResultSet row) throws SQLException {
        return new Blocked(
                Statements.word(Direction.class, row.getString(1)),
                new ConversationId(row.getString(2)),
                new EnvelopeId(row.getString(3)),
                Why.valueOf(row.getString(4)),
                row.getLong(5),
                Statements.nullableLong(row, 6),
                row.getString(7));
    }
}
