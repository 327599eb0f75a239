package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "logs",
        description = "What happened to a connector and its messages, newest first.",
        footer = {"", "Example: palyra-connectors channels logs echo:default --level warn --since 10m"})
final class ChannelLogs extends ChannelCommand {

    @Mixin
    private EventOptions events = new EventOptions();

    @Override
    public Integer call() {
        AdminApi api = api();
        AdminApi.Answer answer = api.get(path("logs") + AdminApi.query(events.query(api)));
        print(answer, () -> screen().table(
                        EventOptions.heading(),
                        StreamSupport.stream(answer.json().path("events").spliterator(), false)
                                .map(event -> EventOptions.row(event, this))
                                .toList()));
        next(hint(answer.json()));
        return 0;
    }

    private String hint(JsonNode answer) {
        if (answer.hasNonNull("next_before_event_id")) {
            return "channels logs " + connectorId() + " --before " + text(answer, "next_before_event_id");
        }
        return answer.path("dead_letters").isEmpty()
                ? "channels status " + connectorId()
                : "channels dead-letters " + connectorId();
    }
}
