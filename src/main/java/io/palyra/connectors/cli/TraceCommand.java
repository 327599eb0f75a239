package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The whole way of a message. */
@Command(
        name = "trace",
        description =
                "The whole way of a message, inbound or outbound: from its admission to the answers on the platform.",
        footer = {"", "Example: palyra-connectors message trace echo:default 01JC3Z7Q8V0000000000000000"})
final class TraceCommand extends ChannelCommand {

    private static final List<String> HEADING =
            List.of("WHEN", "STAGE", "OUTCOME", "ENVELOPE", "ATTEMPTS", "NATIVE ID", "REASON");

    @Parameters(index = "1", paramLabel = "E", description = "The envelope id, also that of an answer or a part.")
    private String envelopeId = "";

    @Override
    public Integer call() {
        AdminApi.Answer answer = api().get(path("messages", "trace", AdminApi.part("E", envelopeId)));
        return print(answer, () -> {
            List<List<String>> rows = new ArrayList<>();
            answer.json().path("steps").forEach(step -> rows.add(row(step)));
            screen().table(HEADING, rows);
        });
    }

    private List<String> row(JsonNode step) {
        return List.of(
                Times.exact(step.path("at_unix_ms"), clock()),
                text(step, "stage"),
                text(step, "outcome").replace('_', ' '),
                text(step, "envelope_id"),
                shown(step, "attempts"),
                shown(step, "native_message_id"),
                shown(step, "reason"));
    }
}
