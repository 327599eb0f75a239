package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What messages fail of. */
@Command(
        name = "failures",
        description =
                "What messages have failed of: dead letters and unknown outcomes by cause, the most frequent first.",
        footer = {"", "Example: palyra-connectors failures discord:ops"})
public final class FailuresCommand extends ClientCommand {

    private static final List<String> HEADING =
            List.of("MESSAGES", "CONNECTOR", "DIRECTION", "STATE", "OLDEST", "LATEST", "ONE OF THEM", "CAUSE");

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            defaultValue = "",
            description = "Only of this connector.")
    private String connectorId = "";

    @Option(names = "--limit", defaultValue = "20", description = "At most so many causes; default ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("connector_id", connectorId);
        query.put("limit", String.valueOf(limit));
        AdminApi.Answer answer = api().get(AdminApi.failures() + AdminApi.query(query));
        print(answer, () -> {
            List<List<String>> rows = new ArrayList<>();
            answer.json().path("failures").forEach(group -> rows.add(row(group)));
            screen().table(HEADING, rows);
        });
        if (!answer.json().path("complete").asBoolean()) {
            err().println("There are so many different reasons that not all messages are counted.");
        }
        if (answer.json().path("more").asBoolean()) {
            err().println("There are more causes; --limit shows them.");
        }
        next(answer.json().path("failures").path(0));
        return 0;
    }

    private void next(JsonNode group) {
        if (!group.isObject()) {
            return;
        }
        JsonNode latest = group.path("latest");
        next(
                text(group, "state").equals("dead")
                        ? "channels dead-letter-show " + text(group, "connector_id") + " "
                                + text(latest, "dead_letter_id")
                        : "message status " + text(group, "connector_id") + " " + text(latest, "envelope_id"));
    }

    private List<String> row(JsonNode group) {
        return List.of(
                text(group, "messages"),
                text(group, "connector_id"),
                text(group, "direction"),
                text(group, "state"),
                relative(group.path("oldest_unix_ms")),
                relative(group.path("latest_unix_ms")),
                text(group.path("latest"), "envelope_id"),
                text(group, "cause"));
    }
}
