package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A message on the screen, with its parts if it was split, and the attempts that failed. */
final class MessageView {

    private static final List<String> PARTS = List.of("PART", "STATE", "ATTEMPTS", "NATIVE ID", "REASON");
    private static final List<String> ATTEMPTS = List.of("WHEN", "OUTCOME", "ENVELOPE", "ATTEMPTS", "CAUSE", "REASON");

    private final ClientCommand command;

    MessageView(ClientCommand command) {
        this.command = command;
    }

    void show(JsonNode message) {
        JsonNode receipt = message.path("receipt");
        JsonNode next = message.path("next_attempt_unix_ms");
        command.screen()
                .facts(List.of(
                        List.of("envelope", ClientCommand.text(message, "envelope_id")),
                        List.of("conversation", ClientCommand.text(message, "conversation_id")),
                        List.of("sender", sender(message)),
                        List.of("state", ClientCommand.text(message, "state").replace('_', ' ')),
                        List.of("stored", exact(message, "created_at_unix_ms")),
                        List.of("settled", exact(message, "settled_at_unix_ms")),
                        List.of("attempts", ClientCommand.text(message, "attempts")),
                        List.of("next attempt", next.isNumber() ? command.relative(next) : ""),
                        List.of("native id", ClientCommand.text(receipt, "external_message_id")),
                        List.of("reason", message.path("reason").asText(ClientCommand.text(receipt, "reason"))),
                        List.of("replies", ClientCommand.text(message, "enqueued_outbound")),
                        List.of("text", ClientCommand.text(message, "text"))));
        table(PARTS, message.path("parts"), MessageView::part);
        table(ATTEMPTS, message.path("attempt_history"), this::attempt);
    }

    private static String sender(JsonNode message) {
        String id = ClientCommand.text(message, "sender_id");
        String display = ClientCommand.text(message, "sender_display");
        return display.isEmpty() ? id : id + " \"" + display + "\"";
    }

    private String exact(JsonNode message, String field) {
        return Times.exact(message.path(field), command.clock());
    }

    private void table(List<String> heading, JsonNode elements, Function<JsonNode, List<String>> row) {
        if (!elements.isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            elements.forEach(element -> rows.add(row.apply(element)));
            command.screen().line("");
            command.screen().table(heading, rows);
        }
    }

    private static List<String> part(JsonNode part) {
        return List.of(
                ClientCommand.text(part, "envelope_id"),
                ClientCommand.text(part, "state"),
                ClientCommand.text(part, "attempts"),
                part.at("/receipt/external_message_id").asText("-"),
                part.at("/receipt/reason").asText(""));
    }

    private List<String> attempt(JsonNode attempt) {
        return List.of(
                exact(attempt, "at_unix_ms"),
                ClientCommand.text(attempt, "outcome"),
                ClientCommand.text(attempt, "envelope_id"),
                ClientCommand.shown(attempt, "attempts"),
                ClientCommand.shown(attempt, "cause"),
                ClientCommand.text(attempt, "reason"));
    }
}
