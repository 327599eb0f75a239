package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a message is. */
@Command(
        name = "search",
        description = {
            "Find messages and conversations of all connectors: by an envelope id or a conversation id, or its beginning;"
                    + " and among the newest messages by the platform's id, by who wrote it, or by a part of the text."
        },
        footer = {"", "Example: palyra-connectors search 01JC3Z7Q8V"})
public final class SearchCommand extends ClientCommand {

    private static final List<String> HEADING = List.of(
            "FOUND BY", "CONNECTOR", "DIRECTION", "ENVELOPE", "STATE", "STORED", "CONVERSATION", "NATIVE ID", "SENDER");

    @Parameters(index = "0", paramLabel = "WHAT", description = "What you know of it.")
    private String sought = "";

    @Option(names = "--limit", defaultValue = "20", description = "At most so many; default ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--text", description = "Show what the messages say, too.")
    private boolean text;

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("q", sought);
        query.put("limit", String.valueOf(limit));
        AdminApi.Answer answer = api().get(AdminApi.search() + AdminApi.query(query));
        JsonNode hits = answer.json().path("hits");
        print(answer, () -> {
            List<List<String>> rows = new ArrayList<>();
            hits.forEach(hit -> rows.add(row(hit)));
            screen().table(text ? with(HEADING, "TEXT") : HEADING, rows);
        });
        if (answer.json().path("more").asBoolean()) {
            err().println("There is more; --limit shows it.");
        }
        err().println("Texts, people and the platform's ids: among the newest " + text(answer.json(), "newest")
                + " messages of each direction.");
        JsonNode first = hits.path(0);
        if (first.has("envelope_id")) {
            next("message trace " + text(first, "connector_id") + " " + text(first, "envelope_id"));
        }
        return hits.isEmpty() ? CliException.FAILED : 0;
    }

    private List<String> row(JsonNode hit) {
        List<String> row = List.of(
                text(hit, "by").replace('_', ' '),
                text(hit, "connector_id"),
                shown(hit, "direction"),
                shown(hit, "envelope_id"),
                shown(hit, "state").replace('_', ' '),
                relative(hit.path("created_at_unix_ms")),
                text(hit, "conversation_id"),
                shown(hit, "native_message_id"),
                sender(hit));
        return text ? with(row, text(hit, "text")) : row;
    }

    private static String sender(JsonNode hit) {
        String display = text(hit, "sender_display");
        return display.isEmpty() ? shown(hit, "sender_id") : text(hit, "sender_id") + " \"" + display + "\"";
    }

    private static List<String> with(List<String> cells, String last) {
        List<String> more = new ArrayList<>(cells);
        more.add(last);
        return more;
    }
}
