package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.Texts;
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

    /** What the check of the connector tells while it is down. */
    private static final Set<String> TOLD_BY_ITS_CHECK =
            Set.of("connector.readiness_changed", "connector.liveness_changed", "session.lost", "platform.unreachable");

    private final AdminApi api;
    private final Clock clock;
    private final Set<String> down;

    /** @param health that is shown beside it */
    WorthALook(AdminApi api, Clock clock, Health health) {
        this.api = api;
        this.clock = clock;
        this.down =
                health.down().stream().map(check -> check.path("name").asText()).collect(Collectors.toSet());
    }

    /** A name, a state and a sentence each. */
    List<List<String>> find() {
        List<List<String>> found = new ArrayList<>();
        List<JsonNode> enabled = elements(api.get(AdminApi.channels()).json().path("connectors")).stream()
                .filter(Shown::isEnabled)
                .toList();
        enabled.stream().limit(CONNECTORS_MAX).forEach(status -> found.addAll(ofConnector(status)));
        elements(api.get(AdminApi.failures() + "?limit=" + CAUSES_MAX).json().path("failures"))
                .forEach(group -> found.add(ofCause(group)));
        found.addAll(lately(enabled.stream()
                .map(status -> ClientCommand.text(status, "connector_id"))
                .collect(Collectors.toSet())));
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
            found.add(List.of(
                    id,
                    "access",
                    Texts.counted(asking, "person waits", "people wait") + " to be let in: access show " + id));
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

    /** The latest of each kind and connector; what several of them say in the same words, once. */
    private List<List<String>> lately(Set<String> enabled) {
        Map<List<String>, JsonNode> kinds = new LinkedHashMap<>();
        elements(api.get(AdminApi.events() + "?level=warn&limit=" + EVENTS_SEARCHED)
                        .json()
                        .path("events"))
                .stream()
                .filter(event -> enabled.contains(id(event)) && isNews(event))
                .forEach(event -> kinds.putIfAbsent(List.of(id(event), type(event)), event));
        Map<String, List<JsonNode>> sentences = new LinkedHashMap<>();
        kinds.values().forEach(event -> sentences
                .computeIfAbsent(ClientCommand.text(event, "message"), sentence -> new ArrayList<>())
                .add(event));
        return sentences.values().stream().limit(EVENTS_MAX).map(this::said).toList();
    }

    private boolean isNews(JsonNode event) {
        return clock.millis() - event.path("created_at_unix_ms").asLong() < LATELY.toMillis()
                && !TOLD_OTHERWISE.contains(type(event))
                && !(TOLD_BY_ITS_CHECK.contains(type(event)) && down.contains(Health.CONNECTOR + id(event)))
                && !(type(event).equals("daemon.failing") && down.contains("daemon"));
    }

    /** @param events that say the same, newest first */
    private List<String> said(List<JsonNode> events) {
        JsonNode latest = events.get(0);
        int others = events.size() - 1;
        return List.of(
                id(latest) + (others == 0 ? "" : " and " + others + " more"),
                type(latest),
                Times.relative(latest.path("created_at_unix_ms"), clock) + ": "
                        + ClientCommand.text(latest, "message"));
    }

    private static String id(JsonNode event) {
        return ClientCommand.text(event, "connector_id");
    }

    private static String type(JsonNode event) {
        return ClientCommand.text(event, "event_type");
    }

    private static String join(JsonNode sentences) {
        return elements(sentences).stream().map(JsonNode::asText).collect(Collectors.joining("; "));
    }

    private static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
