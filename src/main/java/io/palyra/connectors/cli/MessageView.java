package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A message of the outbox on the screen, with its parts if it was split. */
final class MessageView {

    private static final List<String> HEADING = List.of("PART", "STATE", "ATTEMPTS", "NATIVE ID", "REASON");

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
                        List.of("state", ClientCommand.text(message, "state")),
                        List.of("attempts", ClientCommand.text(message, "attempts")),
                        List.of("next attempt", next.isNumber() ? command.relative(next) : ""),
                        List.of("native id", ClientCommand.text(receipt, "external_message_id")),
                        List.of("reason", ClientCommand.text(receipt, "reason"))));
        List<List<String>> parts = new ArrayList<>();
        message.path("parts").forEach(part -> parts.add(row(part)));
        if (!parts.isEmpty()) {
            command.screen().table(HEADING, parts);
        }
    }

    private static List<String> row(JsonNode part) {
        return List.of(
                ClientCommand.text(part, "envelope_id"),
                ClientCommand.text(part, "state"),
                ClientCommand.text(part, "attempts"),
                part.at("/receipt/external_message_id").asText("-"),
                part.at("/receipt/reason").asText(""));
    }
}
