package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
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
        footer = {"", "Example: palyra-connectors logs --level warn --since 10m"})
public final class LogsCommand extends ClientCommand {

    @Mixin
    private EventOptions events = new EventOptions();

    @Option(names = "--connector", defaultValue = "", paramLabel = "ID", description = "Only of this one.")
    private String connector = "";

    @Override
    public Integer call() {
        Map<String, String> query = events.query();
        query.put("connector_id", connector);
        AdminApi.Answer answer = api().get(AdminApi.events() + AdminApi.query(query));
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

    private void hint(JsonNode answer) {
        if (answer.hasNonNull("next_before_event_id")) {
            next("logs --before " + text(answer, "next_before_event_id") + "   # searched back to "
                    + Times.exact(answer.path("searched_back_to_unix_ms"), clock()));
        } else if (answer.at("/events/0/connector_id").isTextual()) {
            next("channels status " + answer.at("/events/0/connector_id").asText());
        }
    }
}
