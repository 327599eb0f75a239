package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Messages on their way out. */
final class OutboxCommands {

    private static final long POLL_MS = 200;

    private OutboxCommands() {}

    @Command(
            name = "send",
            description = "Send a message durably: it is stored when the command returns.",
            footer = {
                "",
                "Example: palyra-connectors message send discord:ops --conversation-id 301 --text hello --wait"
            })
    static final class Send extends ChannelCommand {

        @Option(names = "--conversation-id", required = true, paramLabel = "C", description = "Where to.")
        private String conversationId = "";

        @Option(names = "--text", required = true, description = "What to say.")
        private String text = "";

        @Option(names = "--envelope-id", paramLabel = "E", description = "The same one twice is one message.")
        private @Nullable String envelopeId;

        @Option(names = "--thread-id", paramLabel = "T", description = "Into this thread.")
        private @Nullable String threadId;

        @Option(names = "--reply-to", paramLabel = "M", description = "As a reply to this message.")
        private @Nullable String replyTo;

        @Option(names = "--wait", description = "Return once the message is delivered, dead, or its outcome unknown.")
        private boolean wait;

        @Option(
                names = "--wait-ms",
                defaultValue = "60000",
                description = "How long --wait waits at most; default ${DEFAULT-VALUE}. What is pending then goes on.")
        private long waitMs;

        @Override
        public Integer call() {
            ObjectNode body =
                    AdminApi.object().put("conversation_id", conversationId).put("text", text);
            Bodies.put(body, "envelope_id", envelopeId);
            Bodies.put(body, "reply_thread_id", threadId);
            Bodies.put(body, "in_reply_to_message_id", replyTo);
            AdminApi api = api();
            AdminApi.Answer sent = api.post(path("messages", "send"), body);
            String envelope = text(sent.json(), "envelope_id");
            boolean isNew = sent.json().path("created").asBoolean();
            if (!isNew && !sent.json().path("same_content").asBoolean(true)) {
                print(sent, () -> {});
                throw new CliException(
                        CliException.FAILED,
                        envelope + " is there already with another text or conversation, and stays as it is; choose"
                                + " another --envelope-id, `message status " + connectorId() + " " + envelope
                                + " --text` shows it");
            }
            if (!wait) {
                print(sent, () -> screen().line(envelope + (isNew ? " stored" : " is there already, the same")));
                next("message status " + connectorId() + " " + envelope);
                return 0;
            }
            AdminApi.Answer settled = Progress.during(err(), "waiting for delivery", () -> settled(api, envelope));
            print(settled, () -> new MessageView(this).show(settled.json()));
            String state = text(settled.json(), "state");
            if (state.equals("pending")) {
                err().println("Still pending after " + waitMs + " ms; it goes on by itself.");
            }
            next(
                    switch (state) {
                        case "delivered" -> "channels logs " + connectorId() + " --envelope-id " + envelope;
                        case "pending" -> "message status " + connectorId() + " " + envelope;
                        default -> "channels status " + connectorId();
                    });
            return state.equals("delivered") ? 0 : CliException.FAILED;
        }

        private AdminApi.Answer settled(AdminApi api, String envelope) {
            AdminApi.Answer answer = api.get(outbox(this, envelope));
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
            while (text(answer.json(), "state").equals("pending") && System.nanoTime() < end) {
                try {
                    TimeUnit.MILLISECONDS.sleep(POLL_MS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return answer;
                }
                answer = api.get(outbox(this, envelope));
            }
            return answer;
        }
    }

    private static String outbox(ChannelCommand command, String envelope, String... rest) {
        List<String> parts = new ArrayList<>(List.of("messages", "outbox", AdminApi.part("ENVELOPE", envelope)));
        parts.addAll(List.of(rest));
        return command.path(parts.toArray(String[]::new));
    }

    /** A command about one message of the outbox. */
    private abstract static class OneMessage extends ChannelCommand {

        @Parameters(index = "1", paramLabel = "ENVELOPE", description = "The message's envelope id.")
        private String envelopeId = "";

        String envelopeId() {
            return envelopeId;
        }

        int show(AdminApi.Answer answer) {
            return print(answer, () -> new MessageView(this).show(answer.json()));
        }
    }

    @Command(
            name = "status",
            description = "What became of a message, on its way out or to the daemon.",
            footer = {"", "Example: palyra-connectors message status echo:default 01J8ZQ3V5T --text"})
    static final class Status extends OneMessage {

        @Option(names = "--text", description = "Show the text, too.")
        private boolean text;

        @Override
        public Integer call() {
            AdminApi api = api();
            AdminApi.Answer answer = api.find(outbox(this, envelopeId()) + query())
                    .or(() -> api.find(inbox() + query()))
                    .orElseThrow(() -> new CliException(
                            CliException.FAILED,
                            "neither outbox nor inbox of " + connectorId() + " have a message " + envelopeId()
                                    + "; what is settled is purged in the end; "
                                    + new TypedCommand(spec()).filled(Problems.UNKNOWN_MESSAGE)));
            show(answer);
            next(
                    switch (text(answer.json(), "state")) {
                        case "unknown" -> "message resend " + connectorId() + " " + envelopeId();
                        case "dead" -> "channels dead-letters " + connectorId();
                        default -> "message trace " + connectorId() + " " + envelopeId();
                    });
            return 0;
        }

        private String inbox() {
            return path("messages", "inbox", AdminApi.part("ENVELOPE", envelopeId()));
        }

        private String query() {
            return text ? "?text=true" : "";
        }
    }

    @Command(
            name = "list",
            description = "The messages of the outbox in one state, oldest first.",
            footer = {"", "Example: palyra-connectors message list discord:ops --state unknown"})
    static final class ListAll extends ChannelCommand {

        private static final List<String> HEADING =
                List.of("ENVELOPE", "CONVERSATION", "STATE", "ATTEMPTS", "STORED", "NEXT ATTEMPT", "REASON");

        @Option(
                names = "--state",
                defaultValue = "pending",
                description = "pending, unknown, dead or delivered; default ${DEFAULT-VALUE}.")
        private String state = "";

        @Option(names = "--conversation-id", defaultValue = "", paramLabel = "C", description = "Only of this one.")
        private String conversationId = "";

        @Option(names = "--limit", defaultValue = "20", description = "At most so many; default ${DEFAULT-VALUE}.")
        private int limit;

        @Option(names = "--after", defaultValue = "", description = "Go on behind what the answer before said.")
        private String after = "";

        @Override
        public Integer call() {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("state", state);
            query.put("conversation_id", conversationId);
            query.put("limit", String.valueOf(limit));
            query.put("after", after);
            AdminApi.Answer answer = api().get(path("messages", "outbox") + AdminApi.query(query));
            print(answer, () -> screen().table(
                            HEADING,
                            StreamSupport.stream(answer.json().path("messages").spliterator(), false)
                                    .map(this::row)
                                    .toList()));
            String more = text(answer.json(), "next_after");
            JsonNode first = answer.json().path("messages").path(0);
            if (!more.isEmpty()) {
                next("message list " + connectorId() + " --state " + state + " --after " + more);
            } else if (first.isObject()) {
                next("message status " + connectorId() + " " + text(first, "envelope_id"));
            }
            return 0;
        }

        private List<String> row(JsonNode message) {
            return List.of(
                    text(message, "envelope_id"),
                    text(message, "conversation_id"),
                    text(message, "state"),
                    text(message, "attempts"),
                    relative(message.path("created_at_unix_ms")),
                    relative(message.path("next_attempt_unix_ms")),
                    text(message, "reason"));
        }
    }

    @Command(
            name = "resend",
            description = "Send a message again whose outcome is unknown. It may then be there twice.",
            footer = {"", "Example: palyra-connectors message resend discord:ops 01J8ZQ3V5T --yes"})
    static final class Resend extends OneMessage {

        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        public Integer call() {
            confirmation.require("Send " + envelopeId() + " again? Where it did arrive, it is there twice.");
            show(api().post(outbox(this, envelopeId(), "resend"), AdminApi.object()));
            next("message status " + connectorId() + " " + envelopeId());
            return 0;
        }
    }

    @Command(
            name = "discard",
            description = "Send a message no more whose outcome is unknown.",
            footer = {"", "Example: palyra-connectors message discard discord:ops 01J8ZQ3V5T --yes"})
    static final class Discard extends OneMessage {

        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        public Integer call() {
            confirmation.require("Give " + envelopeId() + " up? Where it did not arrive, it never will.");
            show(api().post(outbox(this, envelopeId(), "discard"), AdminApi.object()));
            next("channels status " + connectorId());
            return 0;
        }
    }
}
