package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One conversation: what came in, what went out, in its order. */
@Command(
        name = "conversation",
        description = "The messages of one conversation in their order, in both directions; the newest last.",
        footer = {"", "Example: palyra-connectors channels conversation discord:ops discord:channel:301 --text"})
final class ConversationCommand extends ChannelCommand {

    private static final List<String> HEADING =
            List.of("WHEN", "DIRECTION", "STATE", "ATTEMPTS", "ENVELOPE", "SENDER", "NATIVE ID", "REASON");

    @Parameters(index = "1", paramLabel = "C", description = "The conversation, as its messages name it.")
    private String conversationId = "";

    @Option(names = "--text", description = "With what was said.")
    private boolean text;

    @Option(names = "--limit", defaultValue = "20", description = "At most so many; default ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("conversation_id", conversationId);
        query.put("limit", String.valueOf(limit));
        if (text) {
            query.put("text", "true");
        }
        AdminApi.Answer answer = api().get(path("messages") + AdminApi.query(query));
        return print(answer, () -> {
            List<String> heading = new ArrayList<>(HEADING);
            if (text) {
                heading.add("TEXT");
            }
            List<List<String>> rows = new ArrayList<>();
            answer.json().path("messages").forEach(message -> rows.add(row(message)));
            screen().table(heading, rows);
        });
    }

    private List<String> row(JsonNode message) {
        List<String> row = new ArrayList<>(List.of(
                Times.exact(message.path("created_at_unix_ms"), clock()),
                text(message, "direction"),
                text(message, "state").replace('_', ' '),
                text(message, "attempts"),
                text(message, "envelope_id"),
                shown(message, "sender_id"),
                shown(message, "native_message_id"),
                shown(message, "reason")));
        if (text) {
            row.add(shown(message, "text"));
        }
        return row;
    }
}
