package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who may talk, and why somebody may not. */
final class AccessViews {

    private AccessViews() {}

    /** His name in quotes, behind his id; empty where he has none. It is his own choice: nothing is to be known by it. */
    static String called(JsonNode person) {
        String name = person.path("sender_display").asText("");
        return name.isEmpty() ? "" : " (" + AccessView.quoted(name) + ")";
    }

    @Command(
            name = "show",
            description = "The rules of a connector, who has asked, who is let in, and what looks odd.",
            footer = {"", "Example: palyra-connectors access show discord:ops"})
    static final class Show extends ChannelCommand {

        @Option(
                names = "--limit",
                defaultValue = "100",
                description = "At most so many requests and grants, 1 to 1000; default ${DEFAULT-VALUE}.")
        private int limit;

        @Option(
                names = "--after-grant",
                defaultValue = "",
                paramLabel = "PLACE",
                description = "Only grants behind this one.")
        private String afterGrant = "";

        @Option(
                names = "--after-request",
                defaultValue = "",
                paramLabel = "PLACE",
                description = "Only requests behind this one.")
        private String afterRequest = "";

        @Override
        public Integer call() {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("limit", String.valueOf(limit));
            query.put("after_grant", afterGrant);
            query.put("after_request", afterRequest);
            AdminApi.Answer answer = api().get(path("access") + AdminApi.query(query));
            print(answer, () -> new AccessView(screen(), clock()).show(connectorId(), answer.json()));
            next(hint(answer.json()));
            return 0;
        }

        private String hint(JsonNode access) {
            for (String list : List.of("request", "grant")) {
                String more = text(access, "next_after_" + list);
                if (!more.isEmpty()) {
                    return "access show " + connectorId() + " --after-" + list + " " + more;
                }
            }
            return access.path("open_requests").asInt() > 0
                    ? "access approve " + connectorId() + " CODE"
                    : "access preview " + connectorId() + " --sender-id S --conversation-id C";
        }
    }

    @Command(
            name = "preview",
            description = "What would become of a message, and which step of the rules decides it. Changes nothing.",
            footer = {
                "",
                "Example: palyra-connectors access preview discord:ops --sender-id discord:user:42 --conversation-id"
                        + " discord:channel:301 --no-direct-message --text hello",
                "The events inbound.refused have the ids: palyra-connectors channels logs discord:ops --event-type"
                        + " inbound.refused"
            })
    static final class Preview extends ChannelCommand {

        private static final List<String> HEADING = List.of("STEP", "DECIDES", "WHY");

        @Option(names = "--sender-id", required = true, paramLabel = "S", description = "Who writes.")
        private String senderId = "";

        @Option(names = "--conversation-id", required = true, paramLabel = "C", description = "Where.")
        private String conversationId = "";

        @Option(names = "--text", description = "What; it matters for mention patterns and pairing codes.")
        private @Nullable String text;

        @Option(
                names = "--direct-message",
                negatable = true,
                defaultValue = "true",
                fallbackValue = "true",
                description = "Whether it is said to the bot alone; default true.")
        private boolean directMessage;

        @Option(names = "--sender-is-bot", description = "A bot or a webhook writes it.")
        private boolean senderIsBot;

        @Option(names = "--mentions-bot", description = "The platform marks the bot as mentioned.")
        private boolean mentionsBot;

        @Option(names = "--replies-to-bot", description = "It answers a message of the bot.")
        private boolean repliesToBot;

        @Option(
                names = "--parent-conversation-id",
                paramLabel = "C",
                description = "Of a thread: the conversation that it is in.")
        private @Nullable String parent;

        @Override
        public Integer call() {
            ObjectNode body = AdminApi.object()
                    .put("sender_id", senderId)
                    .put("conversation_id", conversationId)
                    .put("is_direct_message", directMessage)
                    .put("sender_is_bot", senderIsBot)
                    .put("mentions_bot", mentionsBot)
                    .put("replies_to_bot", repliesToBot);
            Bodies.put(body, "text", text);
            Bodies.put(body, "parent_conversation_id", parent);
            AdminApi.Answer answer = api().post(path("access", "preview"), body);
            print(answer, () -> show(answer.json()));
            next("access show " + connectorId());
            return 0;
        }

        private void show(JsonNode preview) {
            screen().line((preview.path("allowed").asBoolean() ? "let in: " : "refused: ") + text(preview, "reason"));
            screen().table(
                            HEADING,
                            StreamSupport.stream(preview.path("steps").spliterator(), false)
                                    .map(step -> List.of(
                                            text(step, "step"), shown(step, "decided"), text(step, "explanation")))
                                    .toList());
        }
    }
}
