package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;

/** The program's own word on whether it works. */
@Command(
        name = "health",
        description = "What works and what does not, since when, and what to do about it.",
        exitCodeList = {"0:everything works", "1:something is down", "2:wrong usage", "3:the program is not reachable"},
        footer = {"", "Example: palyra-connectors health"})
public final class HealthCommand extends ClientCommand {

    private static final List<String> HEADING = List.of("CHECK", "STATE", "SINCE", "WHAT IT SAYS");

    @Override
    public Integer call() {
        AdminApi.Answer answer = api().health();
        Health health = Health.of(answer.json());
        List<JsonNode> down = health.down();
        print(answer, () -> {
            screen().line(
                            down.isEmpty()
                                    ? "Everything works."
                                    : down.size() + " of " + health.checks().size() + " checks are down.");
            screen().table(HEADING, health.checks().stream().map(this::row).toList());
        });
        down.stream().findFirst().map(HealthCommand::wayOut).ifPresent(this::next);
        return down.isEmpty() ? 0 : CliException.FAILED;
    }

    private List<String> row(JsonNode check) {
        return List.of(
                text(check, "name"),
                text(check, "status"),
                relative(check.path("since_unix_ms")),
                text(check, "message"));
    }

    /** Where more of it is to be seen. */
    private static String wayOut(JsonNode check) {
        String name = text(check, "name");
        if (name.startsWith(Health.CONNECTOR)) {
            return "channels status " + name.substring(Health.CONNECTOR.length());
        }
        return switch (name) {
            case "store" -> "store check";
            case "routes" -> "routes check";
            case "node" -> "nodes list";
            default -> "channels list";
        };
    }
}
