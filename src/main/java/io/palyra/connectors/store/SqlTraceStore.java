package io.palyra.connectors.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.lane.storage.TraceStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Traces in SQL. */
final class SqlTraceStore implements TraceStore {

    /** Between these stand the ids that begin with the id and a colon. */
    static final String AFTER = String.valueOf(MessageIndex.PART);

    static final String BEFORE = ";";

    /** @param direction null where the event's details say it */
    private record Meaning(@Nullable Direction direction, String outcome) {}

    private static final Map<String, Meaning> MEANINGS = Map.of(
            EventType.INBOUND_RETRY.wireName(), new Meaning(Direction.INBOUND, "retry"),
            EventType.INBOUND_DEAD_LETTER.wireName(), new Meaning(Direction.INBOUND, "dead"),
            EventType.OUTBOX_RETRY.wireName(), new Meaning(Direction.OUTBOUND, "retry"),
            EventType.OUTBOX_UNKNOWN.wireName(), new Meaning(Direction.OUTBOUND, "unknown"),
            EventType.OUTBOX_DEAD_LETTER.wireName(), new Meaning(Direction.OUTBOUND, "dead"),
            EventType.DEAD_LETTER_REPLAYED.wireName(), new Meaning(null, "replayed"),
            EventType.DEAD_LETTER_DISCARDED.wireName(), new Meaning(null, "discarded"));

    private static final EventFilter OF_ATTEMPTS =
            new EventFilter(List.copyOf(MEANINGS.keySet()), null, null, null, null);

    private final Reader reader;
    private final MessageIndex index;

    SqlTraceStore(Reader reader, MessageIndex index) {
        this.reader = reader;
        this.index = index;
    }

    @Override
    public List<TracedRow> trace(ConnectorId connectorId, EnvelopeId envelopeId) {
        String id = envelopeId.value();
        return reader.read(statements ->
                statements.query("trace", SqlTraceStore::map, connectorId.value(), id, id + AFTER, id + BEFORE));
    }

    @Override
    public List<PastAttempt> attempts(ConnectorId connectorId, EnvelopeId envelopeId) {
        List<PastAttempt> newestFirst = reader
                .read(statements ->
                        index.newest(statements, connectorId, envelopeId.value(), OF_ATTEMPTS, ATTEMPTS_MAX))
                .stream()
                .map(SqlTraceStore::attempt)
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    private static PastAttempt attempt(LoggedEvent event) {
        Meaning meaning = Objects.requireNonNull(MEANINGS.get(event.eventType()), event.eventType());
        JsonNode details = Objects.requireNonNull(event.details(), event.eventType());
        return new PastAttempt(
                event.createdAtUnixMs(),
                meaning.direction() == null
                        ? Statements.word(
                                Direction.class, details.path("direction").asText())
                        : meaning.direction(),
                new EnvelopeId(details.path("envelope_id").asText()),
                meaning.outcome(),
                details.has("attempts") ? details.get("attempts").asInt() : null,
                details.has("class") ? details.get("class").asText() : null,
                details.path("reason").asText(event.message()));
    }

    private static TracedRow map(ResultSet row) throws SQLException {
        String nativeId = row.getString("native_message_id");
        return new TracedRow(
                Statements.word(Direction.class, row.getString("direction")),
                new EnvelopeId(row.getString("envelope_id")),
                row.getString("state"),
                row.getInt("attempts"),
                row.getLong("created_at_unix_ms"),
                Statements.nullableLong(row, "settled"),
                Statements.nullableLong(row, "next_attempt_unix_ms"),
                row.getString("reason"),
                nativeId == null ? null : new MessageId(nativeId));
    }
}
