package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes of messages that wait for a second person. */
@Command(
        name = "approvals",
        description = "Look at changes of messages that wait for a second person, and decide about them.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: palyra-connectors approvals list --state requested"},
        subcommands = {
            ApprovalsCommand.ListAll.class,
            ApprovalsCommand.Show.class,
            ApprovalsCommand.Approve.class,
            ApprovalsCommand.Deny.class
        })
public final class ApprovalsCommand extends CommandGroup {

    @Command(
            name = "list",
            description = "The latest approvals, newest first.",
            footer = {"", "Example: palyra-connectors approvals list --state requested --watch"})
    static final class ListAll extends ClientCommand {

        private static final List<String> HEADING =
                List.of("APPROVAL", "CONNECTOR", "OPERATION", "MESSAGE", "RISK", "STATE", "REQUESTED", "BY", "OUTCOME");

        @Mixin
        private Watch watch = new Watch();

        @Option(
                names = "--state",
                paramLabel = "S",
                description = "Only those: requested, allowed, used, denied or expired.")
        private String state = "";

        @Option(names = "--limit", defaultValue = "20", description = "At most so many; default ${DEFAULT-VALUE}.")
        private int limit;

        @Override
        public Integer call() {
            AdminApi api = api();
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("state", state);
            parameters.put("limit", String.valueOf(limit));
            return watch.show(this, () -> show(api.get(AdminApi.approvals() + AdminApi.query(parameters))));
        }

        private void show(AdminApi.Answer answer) {
            print(answer, () -> {
                List<List<String>> rows = new ArrayList<>();
                answer.json().path("approvals").forEach(approval -> rows.add(row(approval)));
                screen().table(HEADING, rows);
            });
        }

        private List<String> row(JsonNode approval) {
            return List.of(
                    text(approval, "approval_id"),
                    text(approval, "connector_id"),
                    text(approval, "operation"),
                    text(approval, "message_id"),
                    text(approval, "risk_level"),
                    text(approval, "state"),
                    relative(approval.path("requested_at_unix_ms")),
                    text(approval, "requested_by"),
                    shown(approval, "outcome"));
        }
    }

    /** Of one approval. */
    private abstract static class OnApproval extends ClientCommand {

        @Parameters(index = "0", paramLabel = "APPROVAL", description = "The approval, as approvals list shows it.")
        private String approvalId = "";

        String approval() {
            return AdminApi.approval(approvalId);
        }

        void show(JsonNode approval) {
            screen().facts(List.of(
                    List.of("approval", text(approval, "approval_id")),
                    List.of("connector", text(approval, "connector_id")),
                    List.of("operation", text(approval, "operation")),
                    List.of("conversation", text(approval, "conversation_id")),
                    List.of("message", text(approval, "message_id")),
                    List.of("risk", text(approval, "risk_level") + ": " + text(approval, "reason")),
                    List.of(
                            "requested",
                            relative(approval.path("requested_at_unix_ms")) + " by " + text(approval, "requested_by")),
                    List.of("expires", Times.exact(approval.path("expires_at_unix_ms"), clock())),
                    List.of("state", text(approval, "state")),
                    List.of("decided by", text(approval, "decided_by")),
                    List.of("decision", text(approval, "decision_reason")),
                    List.of("outcome", text(approval, "outcome")),
                    List.of("outcome reason", text(approval, "outcome_reason"))));
            changed("- ", approval.path("before"));
            changed("+ ", approval.path("after"));
        }

        private void changed(String mark, JsonNode text) {
            if (text.isTextual()) {
                text.asText().lines().forEach(line -> screen().line(mark + line));
            }
        }
    }

    @Command(
            name = "show",
            description = "What waits, with the text before and after, and what came of it.",
            footer = {"", "Example: palyra-connectors approvals show 01JC3Z7Q8V0000000000000000"})
    static final class Show extends OnApproval {

        @Override
        public Integer call() {
            AdminApi.Answer answer = api().get(approval());
            return print(answer, () -> show(answer.json().path("approval")));
        }
    }

    /** For good. */
    private abstract static class Decide extends OnApproval {

        @Option(names = "--reason", paramLabel = "R", description = "Kept with the decision.")
        private @Nullable String reason;

        int decide(boolean approved) {
            ObjectNode body = AdminApi.object().put("approved", approved);
            Bodies.put(body, "reason", reason);
            AdminApi api = api();
            AdminApi.Answer answer = Progress.during(err(), "deciding", () -> api.post(approval() + "/decision", body));
            JsonNode decided = answer.json().path("approval");
            print(answer, () -> show(decided));
            String outcome = text(decided, "outcome");
            return outcome.isEmpty() || outcome.equals("done") ? 0 : CliException.FAILED;
        }
    }

    @Command(
            name = "approve",
            description = "Let a message be changed as somebody else has requested; waits for what comes of it.",
            footer = {"", "Example: palyra-connectors approvals approve 01JC3Z7Q8V0000000000000000"})
    static final class Approve extends Decide {

        @Override
        public Integer call() {
            return decide(true);
        }
    }

    @Command(
            name = "deny",
            description = "Do not let a message be changed.",
            footer = {"", "Example: palyra-connectors approvals deny 01JC3Z7Q8V0000000000000000 --reason \"still true\""
            })
    static final class Deny extends Decide {

        @Override
        public Integer call() {
            return decide(false);
        }
    }
}
