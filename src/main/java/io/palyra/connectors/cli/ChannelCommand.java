package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Parameters;

/** A command about one connector. */
abstract class ChannelCommand extends ClientCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "The connector, such as echo:default.")
    private String connectorId = "";

    String connectorId() {
        return connectorId;
    }

    String path(String... rest) {
        return AdminApi.channel(connectorId, rest);
    }

    /** What most changes answer: an action in one sentence. */
    int printAction(AdminApi.Answer answer) {
        return print(answer, () -> screen().line(text(answer.json().path("action"), "message")));
    }

    int printStatus(AdminApi.Answer answer) {
        return print(answer, () -> {
            JsonNode status = answer.json().path("connector");
            screen().line(text(status, "connector_id")
                    + (Shown.isEnabled(status)
                            ? " enabled, " + text(status, "readiness") + ", " + text(status, "liveness")
                            : " disabled"));
        });
    }
}
