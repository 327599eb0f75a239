package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "logs",
        description = "What happened to a connector and its messages, newest first.",
        footer = {"", "Example: palyra-connectors channels logs echo:default --level warn --since 10m"})
final class ChannelLogs extends ChannelCommand {

    private static final List<String> HEADING = List.of("EVENT", "WHEN", "LEVEL", "TYPE", "ENVELOPE", "MESSAGE");

    @Option(
            names = "--limit",
            defaultValue = "20",
            description = "At most so many, 1 to 1000; default ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--level", defaultValue = "", description = "From this level on: info, warn or error.")
    private String level = "";

    @Option(
            names = "--event-type",
            defaultValue = "",
            paramLabel = "TYPE",
            description = "Only these, separated by commas; outbox.* is everything of the outbox.")
    private String eventType = "";

    @Option(names = "--envelope-id", defaultValue = "", paramLabel = "E", description = "Only of this message.")
    private String envelopeId = "";

    @Option(
            names = "--since",
            converter = Times.Point.class,
            paramLabel = "TIME",
            description = "Only younger ones: an age such as 10m, or a time such as 2026-01-31T08:00:00Z.")
    private @Nullable Long since;

    @Option(names = "--before", defaultValue = "", paramLabel = "EVENT", description = "Only those before this event.")
    private String before = "";

    @Override
    public Integer call() {
        Map<String, String> filter = new LinkedHashMap<>();
        filter.put("limit", String.valueOf(limit));
        filter.put("level", level);
        filter.put("event_type", eventType);
        filter.put("envelope_id", envelopeId);
        filter.put("since_unix_ms", since == null ? "" : since.toString());
        filter.put("before_event_id", before);
        AdminApi.Answer answer = api().get(path("logs") + AdminApi.query(filter));
        print(answer, () -> screen().table(
                        HEADING,
                        StreamSupport.stream(answer.json().path("events").spliterator(), false)
                                .map(this::row)
                                .toList()));
        next(hint(answer.json()));
        return 0;
    }

    private List<String> row(JsonNode event) {
        return List.of(
                text(event, "event_id"),
                relative(event.path("created_at_unix_ms")),
                text(event, "level"),
                text(event, "event_type"),
                event.at("/details/envelope_id").asText("-"),
                text(event, "message"));
    }

    private String hint(JsonNode answer) {
        if (answer.hasNonNull("next_before_event_id")) {
            return "channels logs " + connectorId() + " --before " + text(answer, "next_before_event_id");
        }
        return answer.path("dead_letters").isEmpty()
                ? "channels status " + connectorId()
                : "channels dead-letters " + connectorId();
    }
}
