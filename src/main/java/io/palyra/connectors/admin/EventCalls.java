package io.palyra.connectors.admin;

import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventPosition;
import io.palyra.connectors.events.EventSearch.Found;
import io.palyra.connectors.events.EventSelection;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.events.PositionText;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireEnum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has happened, over all connectors. */
final class EventCalls {

    static final String EVENTS = "/admin/v1/events";

    /** The place to go on from, in a connector's own log and in that of all. */
    static final String BEFORE = "before_event_id";

    private static final String CONNECTOR = "connector_id";

    /**
     * A page.
     *
     * @param nextBeforeEventId null where there is nothing older
     * @param searchedBackToUnixMs as in {@link Found}
     * @param lastEventId what an event stream goes on from without a gap
     */
    private record Events(
            List<LoggedEvent> events,
            @Nullable String nextBeforeEventId,
            @Nullable Long searchedBackToUnixMs,
            String lastEventId) {}

    private final AdminServices services;

    private final EventStreams streams;

    EventCalls(AdminServices services, EventStreams streams) {
        this.services = services;
        this.streams = streams;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(EVENTS, this::events).taking(filtered("limit", CONNECTOR, BEFORE)),
                Endpoint.stream(EVENTS + "/stream", streams::plan)
                        .taking(filtered(CONNECTOR, EventStreams.LAST_EVENT_ID)));
    }

    /** The parameters of a {@link #filter}, and others. */
    static String[] filtered(String... others) {
        return Stream.concat(Stream.of("event_type", "level", "since_unix_ms", "envelope_id"), Stream.of(others))
                .toArray(String[]::new);
    }

    /** What the query of a call wants to see. */
    static EventFilter filter(Call call, @Nullable Long beforeId) {
        return new EventFilter(
                call.query("event_type").map(EventCalls::types).orElse(List.of()),
                call.query("level")
                        .map(word -> WireEnum.parse(EventLevel.class, word, "level"))
                        .orElse(null),
                call.number("since_unix_ms").orElse(null),
                call.query("envelope_id").orElse(null),
                beforeId);
    }

    private static List<String> types(String text) {
        try {
            return EventSelection.types(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidEnvelopeException("event_type", String.valueOf(e.getMessage()));
        }
    }

    private Answer events(Call call) {
        int limit = call.limit();
        EventFilter filter = filter(call, null);
        Optional<ConnectorId> only = only(services, call);
        Map<ConnectorId, Long> end = of(only, services.eventTail().end());
        Found found = services.eventSearch().newest(filter, before(call, only, end), limit);
        return Answer.ok(new Events(
                found.events(),
                found.rest().isEmpty() ? null : text(only, found.rest()),
                found.searchedBackToUnixMs(),
                text(only, end)));
    }

    /** The connector that a call is about, which must be known; empty where it is about all. */
    static Optional<ConnectorId> only(AdminServices services, Call call) {
        return call.query(CONNECTOR)
                .map(ConnectorId::of)
                .map(id -> services.supervision().roster().spec(id).connectorId());
    }

    private static Map<ConnectorId, Long> of(Optional<ConnectorId> only, EventPosition position) {
        return only.map(id -> Map.of(id, position.of(id))).orElse(position.lastIds());
    }

    /** Not behind the end: the numbers from there on are nobody's yet, and would be searched one by one. */
    private static Map<ConnectorId, Long> before(Call call, Optional<ConnectorId> only, Map<ConnectorId, Long> end) {
        Map<ConnectorId, Long> before = new HashMap<>();
        asked(call, only, end.keySet())
                .ifPresentOrElse(before::putAll, () -> end.keySet().forEach(id -> before.put(id, Long.MAX_VALUE)));
        before.replaceAll((connector, number) -> Math.min(number, Objects.requireNonNull(end.get(connector)) + 1));
        return before;
    }

    private static Optional<Map<ConnectorId, Long>> asked(
            Call call, Optional<ConnectorId> only, Set<ConnectorId> connectors) {
        if (only.isPresent()) {
            return call.number(BEFORE).map(number -> Map.of(only.get(), number));
        }
        return call.query(BEFORE).map(text -> PositionText.read(text, connectors)
                .orElseThrow(() -> new InvalidEnvelopeException(BEFORE, "must be what the page before it names")));
    }

    /** Of one connector simply the number. */
    private static String text(Optional<ConnectorId> only, Map<ConnectorId, Long> numbers) {
        return only.map(id -> String.valueOf(numbers.get(id))).orElseGet(() -> PositionText.of(numbers));
    }
}
