package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Messages that are on the platform. */
final class PlatformCommands {

    private static final List<String> HEADING = List.of("MESSAGE", "WHEN", "AUTHOR", "TEXT");

    private PlatformCommands() {}

    /** Where on the platform. */
    private abstract static class OnPlatform extends ChannelCommand {

        @Option(names = "--conversation-id", required = true, paramLabel = "C", description = "In this conversation.")
        private String conversationId = "";

        @Option(names = "--thread-id", paramLabel = "T", description = "In this thread of it.")
        private @Nullable String threadId;

        ObjectNode target() {
            ObjectNode target = AdminApi.object().put("conversation_id", conversationId);
            Bodies.put(target, "thread_id", threadId);
            return target;
        }

        JsonNode ask(String operation, ObjectNode body) {
            AdminApi api = api();
            AdminApi.Answer answer =
                    Progress.during(err(), "asking the platform", () -> api.post(path("messages", operation), body));
            JsonNode result = answer.json().path("result");
            JsonNode approval = answer.json().path("approval");
            print(answer, () -> {
                if (approval.isObject()) {
                    String id = text(approval, "approval_id");
                    screen().line("waits for approval " + id + "; `approvals show " + id + "`");
                } else {
                    show(result);
                }
            });
            return result;
        }

        abstract void show(JsonNode result);

        void showMessages(JsonNode result, JsonNode messages) {
            JsonNode preflight = result.path("preflight");
            if (!preflight.path("allowed").asBoolean(true)) {
                screen().line("denied: " + text(preflight, "reason"));
                return;
            }
            List<List<String>> rows = new ArrayList<>();
            messages.forEach(message -> rows.add(List.of(
                    message.at("/locator/message_id").asText(text(message, "message_id")),
                    relative(message.path("created_at_unix_ms")),
                    text(message, message.has("sender_display") ? "sender_display" : "sender_id"),
                    text(message, "body"))));
            screen().table(HEADING, rows);
        }

        static int exitCode(JsonNode result) {
            return result.at("/preflight/allowed").asBoolean(true)
                            && !text(result, "status").equals("denied")
                    ? 0
                    : CliException.FAILED;
        }
    }

    @Command(
            name = "read",
            description = "Read messages of a conversation.",
            footer = {"", "Example: palyra-connectors message read discord:ops --conversation-id 301 --limit 10"})
    static final class Read extends OnPlatform {

        @Option(names = "--message-id", paramLabel = "M", description = "Only this one.")
        private @Nullable String messageId;

        @Option(names = "--before", paramLabel = "M", description = "Those before this one.")
        private @Nullable String before;

        @Option(names = "--after", paramLabel = "M", description = "Those after this one.")
        private @Nullable String after;

        @Option(names = "--around", paramLabel = "M", description = "Those around this one.")
        private @Nullable String around;

        @Option(names = "--limit", defaultValue = "20", description = "At most so many; default ${DEFAULT-VALUE}.")
        private int limit;

        @Override
        public Integer call() {
            ObjectNode body = target().put("limit", limit);
            Bodies.put(body, "message_id", messageId);
            Bodies.put(body, "before_message_id", before);
            Bodies.put(body, "after_message_id", after);
            Bodies.put(body, "around_message_id", around);
            return exitCode(ask("read", body));
        }

        @Override
        void show(JsonNode result) {
            showMessages(result, result.path("messages"));
        }
    }

    @Command(
            name = "search",
            description = "Search messages of a conversation.",
            footer = {"", "Example: palyra-connectors message search discord:ops --conversation-id 301 --query deploy"})
    static final class Search extends OnPlatform {

        @Option(names = "--query", description = "What the text contains.")
        private @Nullable String query;

        @Option(names = "--author-id", paramLabel = "A", description = "Who wrote it.")
        private @Nullable String authorId;

        @Option(names = "--has-attachments", description = "Only with attachments.")
        private boolean hasAttachments;

        @Option(names = "--before", paramLabel = "M", description = "Those before this message.")
        private @Nullable String before;

        @Option(names = "--limit", defaultValue = "20", description = "At most so many; default ${DEFAULT-VALUE}.")
        private int limit;

        @Override
        public Integer call() {
            ObjectNode body = target().put("limit", limit);
            Bodies.put(body, "query", query);
            Bodies.put(body, "author_id", authorId);
            Bodies.put(body, "before_message_id", before);
            if (hasAttachments) {
                body.put("has_attachments", true);
            }
            return exitCode(ask("search", body));
        }

        @Override
        void show(JsonNode result) {
            showMessages(result, result.path("matches"));
        }
    }

    /** Changes one message. */
    private abstract static class OnMessage extends OnPlatform {

        @Option(names = "--message-id", required = true, paramLabel = "M", description = "This message.")
        private String messageId = "";

        String messageId() {
            return messageId;
        }

        ObjectNode located() {
            ObjectNode body = AdminApi.object();
            body.set("locator", target().put("message_id", messageId));
            return body;
        }

        @Override
        void show(JsonNode result) {
            String reason = text(result, "reason");
            screen().line(text(result, "status") + (reason.isEmpty() ? "" : ": " + reason));
            JsonNode diff = result.path("diff");
            if (diff.isObject()) {
                screen().line("- " + text(diff, "before_body"));
                screen().line("+ " + text(diff, "after_body"));
            }
        }
    }

    @Command(
            name = "edit",
            description = "Change the text of a message that the connector wrote.",
            footer = {
                "",
                "Example: palyra-connectors message edit discord:ops --conversation-id 301 --message-id 9 --text new"
            })
    static final class Edit extends OnMessage {

        @Option(names = "--text", required = true, description = "The new text.")
        private String text = "";

        @Override
        public Integer call() {
            return exitCode(ask("edit", located().put("body", text)));
        }
    }

    @Command(
            name = "delete",
            description = "Delete a message on the platform.",
            footer = {
                "",
                "Example: palyra-connectors message delete discord:ops --conversation-id 301 --message-id 9 --yes"
            })
    static final class Delete extends OnMessage {

        @Option(names = "--reason", description = "Kept in the platform's own log, where it has one.")
        private @Nullable String reason;

        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        public Integer call() {
            confirmation.require("Delete message " + messageId() + "?");
            ObjectNode body = located();
            Bodies.put(body, "reason", reason);
            return exitCode(ask("delete", body));
        }
    }

    @Command(
            name = "react",
            description = "Add a reaction to a message, or take it back.",
            footer = {
                "",
                "Example: palyra-connectors message react discord:ops --conversation-id 301 --message-id 9 --emoji 👍"
            })
    static final class React extends OnMessage {

        @Option(names = "--emoji", required = true, description = "The reaction.")
        private String emoji = "";

        @Option(names = "--remove", description = "Take it back.")
        private boolean remove;

        @Override
        public Integer call() {
            return exitCode(ask(remove ? "react-remove" : "react-add", located().put("emoji", emoji)));
        }
    }
}
