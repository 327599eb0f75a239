package io.palyra.connectors.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.lane.storage.MessageSearch;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.WireFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Searches in SQL: by indexes where there is one, and through the newest rows for the rest. */
final class SqlMessageSearch implements MessageSearch {

    /** Behind every character that an id may have. */
    private static final String BEYOND = Character.toString(Character.MAX_CODE_POINT);

    /** What connectors write between their kind and the platform's id. */
    private static final String BEFORE_IDS = WireFormat.write(List.of("", "channel:", "chat:"));

    private final Reader reader;

    SqlMessageSearch(Reader reader) {
        this.reader = reader;
    }

    @Override
    public List<Hit> search(String sought, boolean withTexts, int limit) {
        String beyond = sought + BEYOND;
        String written = WireFormat.write(sought);
        String asJson = LikePattern.containing(written.substring(1, written.length() - 1));
        String containing = LikePattern.containing(sought);
        Mapping mapping = new Mapping(sought.toLowerCase(Locale.ROOT), withTexts);
        Set<Hit> hits = new LinkedHashSet<>();
        reader.read(statements -> {
            hits.addAll(statements.query(
                    "search_conversations", SqlMessageSearch::conversation, sought, beyond, BEFORE_IDS, limit));
            for (Direction direction : Direction.values()) {
                hits.addAll(statements.query(
                        "search_envelopes." + table(direction),
                        row -> mapping.message(direction, row),
                        sought,
                        beyond,
                        limit));
            }
            for (Direction direction : Direction.values()) {
                hits.addAll(statements.query(
                        direction == Direction.INBOUND ? "search_inbound" : "search_outbox",
                        row -> mapping.message(direction, row),
                        NEWEST,
                        asJson,
                        withTexts ? containing : null,
                        containing,
                        limit));
            }
            return hits;
        });
        return List.copyOf(hits);
    }

    private static String table(Direction direction) {
        return direction == Direction.INBOUND ? "inbound" : "outbox";
    }

    private static Hit conversation(ResultSet row) throws SQLException {
        return new Hit(
                By.CONVERSATION_ID,
                ConnectorId.of(row.getString("connector_id")),
                row.getString("conversation_id"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** @param sought in lower case */
    private record Mapping(String sought, boolean withTexts) {

        Hit message(Direction direction, ResultSet row) throws SQLException {
            boolean inbound = direction == Direction.INBOUND;
            JsonNode payload = WireFormat.tree(row.getString("payload"));
            String envelopeId = row.getString("envelope_id");
            String nativeId = inbound ? text(payload, "adapter_message_id") : row.getString("native_message_id");
            String senderId = inbound ? text(payload, "sender_id") : null;
            String display = inbound ? text(payload, "sender_display") : null;
            return new Hit(
                    by(envelopeId, nativeId, senderId, display),
                    ConnectorId.of(row.getString("connector_id")),
                    payload.path("conversation_id").asText(),
                    direction,
                    new EnvelopeId(envelopeId),
                    row.getString("state"),
                    row.getLong("created_at_unix_ms"),
                    nativeId,
                    senderId,
                    display,
                    withTexts ? text(payload, inbound ? "body" : "text") : null);
        }

        private By by(
                String envelopeId, @Nullable String nativeId, @Nullable String senderId, @Nullable String display) {
            if (envelopeId.toLowerCase(Locale.ROOT).startsWith(sought)) {
                return By.ENVELOPE_ID;
            }
            if (contains(nativeId)) {
                return By.NATIVE_MESSAGE_ID;
            }
            return contains(senderId) || contains(display) ? By.SENDER : By.TEXT;
        }

        private boolean contains(@Nullable String field) {
            return field != null && field.toLowerCase(Locale.ROOT).contains(sought);
        }

        private static @Nullable String text(JsonNode payload, String field) {
            return payload.path(field).asText(null);
        }
    }
}
