package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The log of all connectors together. */
@Command(
        name = "logs",
        description = "What happened to all connectors and their messages, newest first.",
        footer = {"", "Example: palyra-connectors logs --level warn --since 10m", "         palyra-connectors logs -f"})
public final class LogsCommand extends ClientCommand {

    @Mixin
    private EventOptions events = new EventOptions();

    @Option(names = "--connector", defaultValue = "", paramLabel = "ID", description = "Only of this one.")
    private String connector = "";

    @Option(
            names = {"--follow", "-f"},
            description = "Go on with what happens from now on, oldest first, until Ctrl-C.")
    private boolean follow;

    @Override
    public Integer call() {
        AdminApi api = api();
        Map<String, String> query = events.query(api);
        query.put("connector_id", connector);
        AdminApi.Answer answer = api.get(AdminApi.events() + AdminApi.query(query));
        if (follow) {
            events.requireNewestPage();
            List<JsonNode> oldestFirst = new ArrayList<>();
            answer.json().path("events").forEach(event -> oldestFirst.add(0, event));
            oldestFirst.forEach(this::line);
            query.keySet().removeAll(EventOptions.OF_PAGES);
            new FollowedLog(api, query, text(answer.json(), "last_event_id"), this::line, out(), err()).follow();
            return 0;
        }
        print(answer, () -> {
            List<List<String>> rows = new ArrayList<>();
            answer.json().path("events").forEach(event -> rows.add(row(event)));
            List<String> heading = new ArrayList<>(EventOptions.heading());
            heading.add(1, "CONNECTOR");
            screen().table(heading, rows);
        });
        hint(answer.json());
        return 0;
    }

    private List<String> row(JsonNode event) {
        List<String> row = new ArrayList<>(EventOptions.row(event, this));
        row.add(1, text(event, "connector_id"));
        return row;
    }

    /** An event for itself, with its time, as it stays on the screen; or its JSON. */
    private void line(JsonNode event) {
        if (options().json()) {
            out().println(Screen.printableJson(event.toString()));
            out().flush();
            return;
        }
        Instant at = Instant.ofEpochMilli(event.path("created_at_unix_ms").asLong());
        screen().line(String.join(
                "  ",
                at.truncatedTo(ChronoUnit.SECONDS).toString(),
                "%-5s".formatted(text(event, "level")),
                text(event, "connector_id"),
                text(event, "event_type"),
                event.at("/details/envelope_id").asText("-"),
                text(event, "message")));
    }

    private void hint(JsonNode answer) {
        if (answer.hasNonNull("next_before_event_id")) {
            next("logs --before " + text(answer, "next_before_event_id") + "   # searched back to "
                    + Times.exact(answer.path("searched_back_to_unix_ms"), clock()));
        } else if (answer.at("/events/0/connector_id").isTextual()) {
            next("channels status " + answer.at("/events/0/connector_id").asText());
        }
    }
}
