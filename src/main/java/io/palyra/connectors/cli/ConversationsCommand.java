package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which conversations have messages: who floods a queue, and who waits. */
@Command(
        name = "conversations",
        description = "The conversations of a connector that have messages to be handed over, the deepest first.",
        footer = {"", "Example: palyra-connectors channels conversations echo:default --order oldest"})
final class ConversationsCommand extends ChannelCommand {

    private static final List<String> HEADING = List.of(
            "CONVERSATION", "DIRECTION", "DEPTH", "OLDEST", "NEWEST", "STATE", "WHY", "FIRST MESSAGE", "REASON");

    @Mixin
    private Watch watch = new Watch();

    @Option(
            names = "--order",
            defaultValue = "depth",
            description = "depth, oldest or newest first; default ${DEFAULT-VALUE}.")
    private String order = "depth";

    @Option(names = "--limit", defaultValue = "20", description = "At most so many; default ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    public Integer call() {
        AdminApi api = api();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("order", order);
        query.put("limit", String.valueOf(limit));
        return watch.show(this, () -> show(api.get(path("conversations") + AdminApi.query(query))));
    }

    private void show(AdminApi.Answer answer) {
        print(answer, () -> {
            List<List<String>> rows = new ArrayList<>();
            answer.json().path("conversations").forEach(one -> rows.add(row(one)));
            screen().table(HEADING, rows);
        });
    }

    private List<String> row(JsonNode one) {
        return List.of(
                text(one, "conversation_id"),
                text(one, "direction"),
                text(one, "depth"),
                relative(one.path("oldest_unix_ms")),
                relative(one.path("newest_unix_ms")),
                text(one, "state"),
                shown(one, "why").replace('_', ' '),
                text(one, "envelope_id"),
                shown(one, "reason"));
    }
}
