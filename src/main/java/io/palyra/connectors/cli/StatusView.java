package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One connector on the screen. */
final class StatusView {

    private final Screen screen;
    private final Clock clock;
    private final Trend trend;

    StatusView(Screen screen, Clock clock, Trend trend) {
        this.screen = screen;
        this.clock = clock;
        this.trend = trend;
    }

    /** @param deepest the conversations that have the most messages */
    void show(JsonNode channel, JsonNode deepest) {
        JsonNode status = channel.path("connector");
        JsonNode operations = channel.path("operations");
        List<List<String>> facts = new ArrayList<>();
        facts.add(fact("connector", status, "connector_id"));
        facts.add(List.of("enabled", Shown.isEnabled(status) ? "yes" : "no"));
        facts.add(List.of("readiness", Shown.readiness(status)));
        facts.add(List.of("liveness", Shown.liveness(status)));
        facts.add(fact("node", status, "node"));
        facts.add(List.of("flow", Shown.flow(status, operations.at("/saturation/state"))));
        operations.at("/saturation/reasons").forEach(reason -> facts.add(List.of("", reason.asText())));
        facts.add(fact("last error", status, "last_error"));
        facts.add(List.of("", since(status.path("last_error_detail"))));
        facts.add(fact("auth failure", operations, "last_auth_failure"));
        facts.add(List.of("queue", queue(operations.path("queue"), channel.at("/runtime/metrics"))));
        facts.add(List.of("paused", paused(operations.path("queue"))));
        facts.add(List.of("blocked", blocked(operations.path("blocked_conversations"))));
        facts.add(List.of("deepest", deepest(deepest.path("conversations"))));
        facts.add(List.of("rate limits", limits(operations.path("rate_limits"))));
        facts.add(List.of("platform down", down(operations.at("/outages/platform"))));
        facts.add(List.of("daemon down", down(operations.at("/outages/daemon"))));
        facts.add(List.of("access", waiting(operations.path("access_requests"), status)));
        facts.add(fact("inbox", status.path("queue_depth"), "pending_inbound"));
        facts.add(fact("restarts", status, "restart_count"));
        facts.add(time("last in", status.path("last_inbound_unix_ms")));
        facts.add(time("last out", status.path("last_outbound_unix_ms")));
        facts.add(fact("principal", status, "principal"));
        facts.add(fact("runtime", channel, "runtime_unavailable"));
        for (Map.Entry<String, JsonNode> entry : channel.path("runtime").properties()) {
            if (!entry.getKey().equals("metrics")) {
                facts.add(List.of(entry.getKey(), plain(entry.getValue())));
            }
        }
        screen.facts(facts);
    }

    private String queue(JsonNode queue, JsonNode metrics) {
        String unknown = metrics.isMissingNode()
                ? ""
                : ", " + metrics.path("unknown_outbox").asText("0") + " unknown";
        return "%s pending: %s due, %s claimed%s; %s dead letters"
                .formatted(
                        trend.of("pending", queue.path("pending_outbox").asText("0")),
                        queue.path("due_outbox").asText("0"),
                        queue.path("claimed_outbox").asText("0"),
                        unknown,
                        trend.of("dead", queue.path("dead_letters").asText("0")));
    }

    /** When, how often, and whether it is over. */
    private String since(JsonNode error) {
        if (!error.isObject()) {
            return "";
        }
        long count = error.path("count").asLong();
        JsonNode cleared = error.path("cleared_at_unix_ms");
        return Times.relative(error.path("at_unix_ms"), clock)
                + (count > 1 ? ", " + count + " times in a row" : "")
                + (cleared.isNumber() ? "; something has worked " + Times.relative(cleared, clock) : "");
    }

    private String paused(JsonNode queue) {
        if (!queue.path("paused").asBoolean()) {
            return "";
        }
        String since = Times.relative(queue.path("pause_updated_at_unix_ms"), clock);
        String reason = queue.path("pause_reason").asText("");
        return since + (reason.isEmpty() ? ", no reason given" : ", " + reason);
    }

    private String blocked(JsonNode blocked) {
        long count = blocked.path("count").asLong();
        JsonNode oldest = blocked.path("oldest");
        if (count == 0) {
            return "";
        }
        JsonNode first = oldest.isObject() ? oldest : blocked;
        return count + " conversations; the oldest: " + plain(first);
    }

    /** Which conversations flood the queues, where any does. */
    private String deepest(JsonNode conversations) {
        List<String> parts = new ArrayList<>();
        conversations.forEach(one -> {
            if (one.path("depth").asLong() > 1) {
                parts.add("%s %s, the oldest %s"
                        .formatted(
                                one.path("conversation_id").asText(),
                                one.path("depth").asText(),
                                Times.relative(one.path("oldest_unix_ms"), clock)));
            }
        });
        return String.join("; ", parts);
    }

    /** Somebody has to notice that people wait for being let in. */
    private String waiting(JsonNode requests, JsonNode status) {
        long open = requests.path("open").asLong();
        return open == 0
                ? ""
                : open + " to be approved or denied, the first one asked "
                        + Times.relative(requests.path("oldest_created_at_unix_ms"), clock) + ": access show "
                        + status.path("connector_id").asText();
    }

    private String limits(JsonNode limits) {
        return limits.path("stated").isEmpty() ? "" : plain(limits.path("stated"));
    }

    private String down(JsonNode outage) {
        return outage.isObject()
                ? "%s since %s, %s failures: %s"
                        .formatted(
                                outage.path("kind").asText(),
                                Times.relative(outage.path("since_unix_ms"), clock),
                                outage.path("failures").asText(),
                                outage.path("reason").asText())
                : "";
    }

    private static List<String> fact(String name, JsonNode object, String field) {
        return List.of(name, object.path(field).asText(""));
    }

    private List<String> time(String name, JsonNode unixMs) {
        return List.of(name, unixMs.isNumber() ? Times.relative(unixMs, clock) : "");
    }

    /** Nested values in one line: {@code a 1, b 2}; times as people say them. */
    private String plain(JsonNode value) {
        if (!value.isContainerNode()) {
            return value.asText();
        }
        if (value.isEmpty()) {
            return "none";
        }
        List<String> parts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> parts.add(plain(item)));
            return String.join("; ", parts);
        }
        value.properties().forEach(entry -> parts.add(named(entry.getKey(), entry.getValue())));
        return String.join(", ", parts);
    }

    private String named(String name, JsonNode value) {
        return name.endsWith("_unix_ms")
                ? name.replace("_unix_ms", "").replace('_', ' ') + " " + Times.relative(value, clock)
                : name.replace('_', ' ') + " " + plain(value);
    }
}
