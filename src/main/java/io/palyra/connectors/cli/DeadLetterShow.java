package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dead-letter-show",
        description = "One dead letter in full.",
        footer = {"", "Example: palyra-connectors channels dead-letter-show echo:default 17 --text"})
final class DeadLetterShow extends ChannelCommand {

    /** What people have written, and what the daemon has. */
    private static final List<String> TEXTS =
            List.of("text", "body", "in_reply_to_body", "auto_ack_text", "structured_json", "a2ui_update");

    @Parameters(index = "1", paramLabel = "N", description = "The number of the dead letter.")
    private long number;

    @Option(names = "--text", description = "Also what the message says.")
    private boolean text;

    @Override
    public Integer call() {
        AdminApi api = api();
        JsonNode letter = find(api);
        if (options().json()) {
            out().println(Screen.printableJson((text ? letter : withoutTexts(letter)).toString()));
            out().flush();
            return 0;
        }
        screen().facts(facts(letter, attempts(api, letter)));
        if (text) {
            said(letter.path("payload")).lines().forEach(screen()::line);
        }
        next("channels dead-letter-replay " + connectorId() + " " + number);
        return 0;
    }

    /** The first one before the next. */
    private JsonNode find(AdminApi api) {
        String query = AdminApi.query(Map.of("limit", "1", "before_dead_letter_id", String.valueOf(number + 1)));
        JsonNode letter = api.get(path("dead-letters") + query)
                .json()
                .path("dead_letters")
                .path(0);
        if (letter.path("dead_letter_id").asLong(-1) != number) {
            throw new CliException(
                    CliException.FAILED,
                    connectorId() + " has no dead letter " + number + "; `channels dead-letters " + connectorId()
                            + "` names those there are");
        }
        return letter;
    }

    private static JsonNode withoutTexts(JsonNode letter) {
        if (letter.path("payload") instanceof ObjectNode payload) {
            payload.remove(TEXTS);
        }
        return letter;
    }

    /** As the event says that it is one; empty where the events do not reach back so far. */
    private String attempts(AdminApi api, JsonNode letter) {
        String envelope = text(letter, "envelope_id");
        String query =
                AdminApi.query(Map.of("envelope_id", envelope, "event_type", "inbound.dead_letter,outbox.dead_letter"));
        for (JsonNode event : api.get(path("logs") + query).json().path("events")) {
            if (event.at("/details/envelope_id").asText().equals(envelope)) {
                return event.at("/details/attempts").asText("");
            }
        }
        return "";
    }

    private List<List<String>> facts(JsonNode letter, String attempts) {
        JsonNode payload = letter.path("payload");
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("dead letter", text(letter, "dead_letter_id")));
        facts.add(List.of("connector", text(letter, "connector_id")));
        facts.add(List.of("direction", text(letter, "direction")));
        facts.add(List.of("envelope", text(letter, "envelope_id")));
        facts.add(List.of("conversation", text(payload, "conversation_id")));
        facts.add(List.of("thread", payload.path("thread_id").asText(text(payload, "reply_thread_id"))));
        facts.add(List.of("sender", text(payload, "sender_id")));
        facts.add(List.of("received", Times.exact(payload.path("received_at_unix_ms"), clock())));
        facts.add(List.of("given up", Times.exact(letter.path("created_at_unix_ms"), clock())));
        facts.add(List.of("attempts", attempts));
        facts.add(List.of("reason", text(letter, "reason")));
        if (!text) {
            int length = said(payload).length();
            facts.add(List.of("text", length == 0 ? "" : length + " characters; --text shows them"));
        }
        return facts;
    }

    private static String said(JsonNode payload) {
        return payload.path("text").asText(text(payload, "body"));
    }
}
