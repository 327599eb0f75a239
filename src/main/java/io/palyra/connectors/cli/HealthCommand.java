package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;

/** The program's own word on whether it works. */
@Command(
        name = "health",
        description =
                "What works and what does not, since when, and what to do about it; and what else is worth a look.",
        exitCodeList = {"0:nothing is down", "1:something is down", "2:wrong usage", "3:the program is not reachable"},
        footer = {"", "Example: palyra-connectors health"})
public final class HealthCommand extends ClientCommand {

    private static final List<String> HEADING = List.of("CHECK", "STATE", "SINCE", "WHAT IT SAYS");

    private static final List<String> LOOKS = List.of("WORTH A LOOK", "WHAT", "WHY");

    @Override
    public Integer call() {
        AdminApi api = api();
        AdminApi.Answer answer = api.health();
        Health health = Health.of(answer.json());
        List<JsonNode> down = health.down();
        print(answer, () -> {
            List<List<String>> looks = looks(api, health);
            screen().line(headline(health, looks));
            screen().table(HEADING, health.checks().stream().map(this::row).toList());
            if (!looks.isEmpty()) {
                screen().line("");
                screen().table(LOOKS, looks);
            }
        });
        down.stream().findFirst().map(HealthCommand::wayOut).ifPresent(this::next);
        return down.isEmpty() ? 0 : CliException.FAILED;
    }

    private static String headline(Health health, List<List<String>> looks) {
        int down = health.down().size();
        if (down > 0) {
            return down + " of " + health.checks().size() + " checks are down.";
        }
        return looks.isEmpty() ? "Everything works." : "Nothing is down; see what is worth a look.";
    }

    /** Health needs no token, and may be told where nothing else is. */
    private List<List<String>> looks(AdminApi api, Health health) {
        try {
            return new WorthALook(api, clock(), health).find();
        } catch (CliException e) {
            return List.of(List.of("-", "not known", String.valueOf(e.getMessage())));
        }
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
