package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What is not down, and all the same not as it should be: what holds messages up, what they fail of, what happened lately. */
final class WorthALook {

    /** Of more connectors, the first are looked at: each costs a call. */
    private static final int CONNECTORS_MAX = 100;

    /** From so many messages on it is told whose they are. */
    private static final long MANY = 100;

    private static final int CAUSES_MAX = 3;
    private static final int EVENTS_MAX = 5;
    private static final int EVENTS_SEARCHED = 50;
    private static final Duration LATELY = Duration.ofDays(1);

    /** What the queues and the causes tell by themselves. */
    private static final Set<String> TOLD_OTHERWISE =
            Set.of("inbound.retry", "inbound.dead_letter", "outbox.retry", "outbox.dead_letter", "outbox.unknown");

    private final AdminApi api;
    private final Clock clock;

    WorthALook(AdminApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** A name, a state and a sentence each. */
    List<List<String>> find() {
        List<List<String>> found = new ArrayList<>();
        elements(api.get(AdminApi.channels()).json().path("connectors")).stream()
                .filter(Shown::isEnabled)
                .limit(CONNECTORS_MAX)
                .forEach(status -> found.addAll(ofConnector(status)));
        elements(api.get(AdminApi.failures() + "?limit=" + CAUSES_MAX).json().path("failures"))
                .forEach(group -> found.add(ofCause(group)));
        found.addAll(lately());
        return found;
    }

    private List<List<String>> ofConnector(JsonNode status) {
        List<List<String>> found = new ArrayList<>();
        String id = ClientCommand.text(status, "connector_id");
        JsonNode operations = api.get(AdminApi.channel(id)).json().path("operations");
        String state = operations.at("/saturation/state").asText();
        if (!state.equals("healthy")) {
            found.add(List.of(id, state, join(operations.at("/saturation/reasons"))));
        }
        long asking = operations.at("/access_requests/open").asLong();
        if (asking > 0) {
            found.add(List.of(id, "access", asking + " people wait to be let in: access show " + id));
        }
        JsonNode depth = status.path("queue_depth");
        if (depth.path("pending_outbox").asLong()
                        + depth.path("pending_inbound").asLong()
                >= MANY) {
            elements(api.get(AdminApi.channel(id, "conversations") + "?limit=1")
                            .json()
                            .path("conversations"))
                    .forEach(deepest -> found.add(List.of(
                            id,
                            "deepest",
                            deepest.path("conversation_id").asText() + " has "
                                    + deepest.path("depth").asText() + " "
                                    + deepest.path("direction").asText() + " messages, the oldest "
                                    + Times.relative(deepest.path("oldest_unix_ms"), clock))));
        }
        return found;
    }

    private static List<String> ofCause(JsonNode group) {
        return List.of(
                ClientCommand.text(group, "connector_id"),
                ClientCommand.text(group, "state"),
                ClientCommand.text(group, "messages") + " " + ClientCommand.text(group, "direction") + ", such as "
                        + group.at("/latest/envelope_id").asText() + ": " + ClientCommand.text(group, "cause"));
    }

    /** The latest of each kind and connector. */
    private List<List<String>> lately() {
        Map<List<String>, List<String>> kinds = new LinkedHashMap<>();
        for (JsonNode event : elements(api.get(AdminApi.events() + "?level=warn&limit=" + EVENTS_SEARCHED)
                .json()
                .path("events"))) {
            String type = ClientCommand.text(event, "event_type");
            JsonNode at = event.path("created_at_unix_ms");
            if (!TOLD_OTHERWISE.contains(type) && clock.millis() - at.asLong() < LATELY.toMillis()) {
                String id = ClientCommand.text(event, "connector_id");
                kinds.putIfAbsent(
                        List.of(id, type),
                        List.of(id, type, Times.relative(at, clock) + ": " + ClientCommand.text(event, "message")));
            }
        }
        return kinds.values().stream().limit(EVENTS_MAX).toList();
    }

    private static String join(JsonNode sentences) {
        return elements(sentences).stream().map(JsonNode::asText).collect(Collectors.joining("; "));
    }

    private static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
