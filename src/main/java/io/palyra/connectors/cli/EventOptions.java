package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events of a log are shown, and how. */
final class EventOptions {

    /** Parameters that say which part of the log to show. */
    static final Set<String> OF_PAGES = Set.of("limit", "since_unix_ms", "before_event_id");

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
    private Times.@Nullable Moment since;

    @Option(names = "--before", defaultValue = "", paramLabel = "EVENT", description = "Only those before this event.")
    private String before = "";

    /** Parameters of a call to that, to which others may be added. */
    Map<String, String> query(AdminApi api) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", String.valueOf(limit));
        query.put("level", level);
        query.put("event_type", eventType);
        query.put("envelope_id", envelopeId);
        query.put("since_unix_ms", since == null ? "" : String.valueOf(since.unixMs(api)));
        query.put("before_event_id", before);
        return query;
    }

    /** @throws CliException where a page is wanted that the end of the log is not on */
    void requireNewestPage() {
        if (!before.isEmpty()) {
            throw new CliException(CliException.USAGE, "--follow goes on from the newest event; leave --before out");
        }
    }

    static List<String> heading() {
        return HEADING;
    }

    static List<String> row(JsonNode event, ClientCommand command) {
        return List.of(
                ClientCommand.text(event, "event_id"),
                command.relative(event.path("created_at_unix_ms")),
                ClientCommand.text(event, "level"),
                ClientCommand.text(event, "event_type"),
                event.at("/details/envelope_id").asText("-"),
                ClientCommand.text(event, "message"));
    }
}
