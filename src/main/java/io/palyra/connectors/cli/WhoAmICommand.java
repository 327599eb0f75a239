package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** Whose token this is, and what it may do. */
@Command(
        name = "whoami",
        description = "Who the running program takes you for, and what you may do.",
        footer = {"", "Example: palyra-connectors whoami"})
public final class WhoAmICommand extends ClientCommand {

    @Override
    public Integer call() {
        AdminApi.Answer answer = api().get(AdminApi.whoAmI());
        return print(answer, () -> screen().line(sentence(answer.json())));
    }

    private static String sentence(JsonNode who) {
        return who.path("proven").asBoolean()
                ? text(who, "name") + ", with the role " + text(who, "role")
                        + (who.path("sees_text").asBoolean() ? "" : "; texts of messages are not shown")
                : "anybody: no tokens are in use, so every caller is an administrator";
    }
}
