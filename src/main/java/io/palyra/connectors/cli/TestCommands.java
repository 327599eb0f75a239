package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries a connector out. */
final class TestCommands {

    private TestCommands() {}

    @Command(
            name = "test",
            description = "Let a message in as if the platform had given it, and wait for the replies.",
            footer = {"", "Example: palyra-connectors channels test echo:default --text hello"})
    static final class Test extends ChannelCommand {

        @Option(names = "--text", required = true, description = "What the user says.")
        private String text = "";

        @Option(names = "--conversation-id", paramLabel = "C", description = "Default test:conversation.")
        private @Nullable String conversationId;

        @Option(names = "--sender-id", paramLabel = "S", description = "Default test-user.")
        private @Nullable String senderId;

        @Option(names = "--sender-display", paramLabel = "NAME", description = "What the sender is called.")
        private @Nullable String senderDisplay;

        @Option(names = "--envelope-id", paramLabel = "E", description = "The same one twice is one message.")
        private @Nullable String envelopeId;

        @Option(names = "--simulate-crash-once", description = "Let the connector crash at the first delivery.")
        private boolean simulateCrashOnce;

        @Option(
                names = "--direct-message",
                negatable = true,
                defaultValue = "true",
                fallbackValue = "true",
                description = "Whether it is said to the bot alone; default true.")
        private boolean directMessage;

        @Option(names = "--broadcast", description = "The sender asks for a broadcast.")
        private boolean broadcast;

        @Option(names = "--sender-is-bot", description = "No person says it.")
        private boolean senderIsBot;

        @Option(names = "--reply-to", paramLabel = "M", description = "As a reply to this message of the platform.")
        private @Nullable String replyTo;

        @Option(names = "--reply-to-body", paramLabel = "T", description = "What stands in that message.")
        private @Nullable String replyToBody;

        @Option(names = "--wait-ms", description = "How long to wait for the replies; default 5000.")
        private @Nullable Integer waitMs;

        @Override
        public Integer call() {
            AdminApi api = api();
            AdminApi.Answer answer =
                    Progress.during(err(), "waiting for the replies", () -> api.post(path("test"), body()));
            JsonNode ingest = answer.json().path("ingest");
            print(answer, () -> screen().facts(List.of(
                    List.of("envelope", text(answer.json(), "envelope_id")),
                    List.of("accepted", text(ingest, "accepted")),
                    List.of("decision", text(ingest, "decision_reason")),
                    List.of("duplicate", ingest.path("duplicate").asBoolean() ? "yes" : ""),
                    List.of("retry", ingest.path("queued_for_retry").asBoolean() ? "the daemon is asked again" : ""),
                    List.of(
                            "replies",
                            text(ingest, "enqueued_outbound") + " enqueued, " + text(ingest, "immediate_delivery")
                                    + " delivered"))));
            next("channels logs " + connectorId() + " --limit 10");
            return ingest.path("accepted").asBoolean() ? 0 : CliException.FAILED;
        }

        private ObjectNode body() {
            ObjectNode body = AdminApi.object().put("text", text);
            Bodies.put(body, "conversation_id", conversationId);
            Bodies.put(body, "sender_id", senderId);
            Bodies.put(body, "sender_display", senderDisplay);
            Bodies.put(body, "envelope_id", envelopeId);
            body.put("simulate_crash_once", simulateCrashOnce);
            body.put("is_direct_message", directMessage);
            body.put("requested_broadcast", broadcast);
            body.put("sender_is_bot", senderIsBot);
            Bodies.put(body, "in_reply_to_message_id", replyTo);
            Bodies.put(body, "in_reply_to_body", replyToBody);
            if (waitMs != null) {
                body.put("wait_ms", waitMs);
            }
            return body;
        }
    }

    @Command(
            name = "test-send",
            description = "Send a message to the platform, for real.",
            footer = {"", "Example: palyra-connectors channels test-send discord:ops --target 301 --yes"})
    static final class TestSend extends ChannelCommand {

        @Option(names = "--target", required = true, paramLabel = "C", description = "The conversation to send to.")
        private String target = "";

        @Option(names = "--text", description = "What to send; a test sentence by default.")
        private @Nullable String text;

        @Option(names = "--thread-id", paramLabel = "T", description = "Into this thread.")
        private @Nullable String threadId;

        @Option(names = "--reply-to", paramLabel = "M", description = "As a reply to this message.")
        private @Nullable String replyTo;

        @Option(names = "--auto-reaction", paramLabel = "EMOJI", description = "React to the message with this.")
        private @Nullable String autoReaction;

        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        public Integer call() {
            confirmation.require("Send a message to " + target + " through " + connectorId() + " for real?");
            ObjectNode body = AdminApi.object().put("target", target).put("confirm", true);
            Bodies.put(body, "text", text);
            Bodies.put(body, "thread_id", threadId);
            Bodies.put(body, "reply_to_message_id", replyTo);
            Bodies.put(body, "auto_reaction", autoReaction);
            AdminApi api = api();
            AdminApi.Answer answer = Progress.during(err(), "sending", () -> api.post(path("test-send"), body));
            print(answer, () -> screen().facts(answer.json().path("dispatch").properties().stream()
                    .map(entry -> List.of(
                            entry.getKey().replace('_', ' '),
                            entry.getValue().isContainerNode()
                                    ? entry.getValue().toString()
                                    : entry.getValue().asText()))
                    .toList()));
            next("channels logs " + connectorId() + " --limit 10");
            return answer.json().at("/dispatch/state").asText().equals("delivered") ? 0 : CliException.FAILED;
        }
    }
}
