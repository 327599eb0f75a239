package io.palyra.connectors.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.lane.storage.ConversationSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.WireFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Messages of conversations in SQL. */
final class SqlConversationSurvey implements ConversationSurvey {

    private final Reader reader;

    SqlConversationSurvey(Reader reader) {
        this.reader = reader;
    }

    @Override
    public List<Message> messages(
            ConnectorId connectorId, ConversationId conversationId, boolean withTexts, int limit) {
        List<Message> all = new ArrayList<>();
        reader.read(statements -> {
            for (Direction direction : Direction.values()) {
                all.addAll(
                        messages(statements, direction, connectorId.value(), conversationId.value(), withTexts, limit));
            }
            return all;
        });
        all.sort(Comparator.comparingLong(Message::createdAtUnixMs).thenComparing(Message::direction));
        return List.copyOf(all.subList(Math.max(0, all.size() - limit), all.size()));
    }

    /** In the order of their sequences, each once. */
    private static Collection<Message> messages(
            Statements statements,
            Direction direction,
            String connector,
            String conversation,
            boolean withTexts,
            int limit) {
        boolean inbound = direction == Direction.INBOUND;
        String table = inbound ? "inbound" : "outbox";
        String lanes = inbound ? "inbound" : "outbound";
        TreeMap<Long, Message> found = new TreeMap<>();
        Mapping mapping = new Mapping(direction, withTexts, found);
        statements.query("newest_of_conversation." + table, mapping::keep, NEWEST, connector, conversation, limit);
        statements.query("waiting_of_conversation." + table, mapping::keep, lanes, connector, conversation, limit);
        statements.query("dead_of_conversation." + table, mapping::keep, lanes, connector, conversation, limit);
        if (!inbound) {
            statements.query("unknown_of_conversation", mapping::keep, connector, conversation, limit);
        }
        return found.values();
    }

    private record Mapping(Direction direction, boolean withTexts, TreeMap<Long, Message> found) {

        Message keep(ResultSet row) throws SQLException {
            Message message = message(row);
            found.put(row.getLong("sequence"), message);
            return message;
        }

        private Message message(ResultSet row) throws SQLException {
            boolean inbound = direction == Direction.INBOUND;
            JsonNode payload = WireFormat.tree(row.getString("payload"));
            return new Message(
                    direction,
                    new EnvelopeId(row.getString("envelope_id")),
                    row.getString("state"),
                    row.getInt("attempts"),
                    row.getLong("created_at_unix_ms"),
                    Statements.nullableLong(row, "settled_at_unix_ms"),
                    Statements.nullableLong(row, "next_attempt_unix_ms"),
                    row.getString("reason"),
                    inbound ? text(payload, "adapter_message_id") : row.getString("native_message_id"),
                    inbound ? text(payload, "sender_id") : null,
                    inbound ? text(payload, "sender_display") : null,
                    withTexts ? text(payload, inbound ? "body" : "text") : null);
        }

        private static @Nullable String text(JsonNode payload, String field) {
            return payload.path(field).asText(null);
        }
    }
}
