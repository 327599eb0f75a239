package io.palyra.connectors.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.protocol.WireFormat;
import java.util.List;
import java.util.Set;

/** What callers who do not see texts are told of messages. */
final class MessageTexts {

    /** Fields of messages that say nothing of what was said. A field that is new is left out until it stands here. */
    private static final Set<String> ABOUT = Set.of(
            "envelope_id",
            "connector_id",
            "conversation_id",
            "thread_id",
            "reply_thread_id",
            "sender_id",
            "sender_display",
            "sender_is_bot",
            "adapter_message_id",
            "adapter_thread_id",
            "in_reply_to_message_id",
            "is_direct_message",
            "requested_broadcast",
            "broadcast",
            "received_at_unix_ms",
            "timeout_ms",
            "max_payload_bytes",
            "locator",
            "connector_authored",
            "created_at_unix_ms",
            "edited_at_unix_ms");

    /** The parameter of a query that asks for texts. */
    static final String TEXT = "text";

    private MessageTexts() {}

    /** @throws ProblemException where the caller does not see texts and asks for some */
    static void require(Call call) {
        if (!sees(call)) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "the role " + call.caller().identity().role()
                            + " does not see texts of messages; palyra.admin.viewer-sees-text=true lets it");
        }
    }

    /** Whether the call asks for texts. @throws ProblemException where its caller does not see them */
    static boolean asked(Call call) {
        boolean asked = call.flag(TEXT);
        if (asked) {
            require(call);
        }
        return asked;
    }

    static boolean sees(Call call) {
        return call.caller().identity().seesText();
    }

    /** As far as the caller may see them. */
    static List<DeadLetter> shown(List<DeadLetter> letters, Call call) {
        return sees(call)
                ? letters
                : letters.stream()
                        .map(letter -> letter.withPayload(about(letter.payload())))
                        .toList();
    }

    /** An answer with a list of messages as the platform keeps them, as far as the caller may see it. */
    static Object shown(Object result, String list, Call call) {
        if (sees(call)) {
            return result;
        }
        JsonNode tree = WireFormat.tree(WireFormat.writeBytes(result));
        tree.path(list).forEach(MessageTexts::about);
        return tree;
    }

    private static JsonNode about(JsonNode message) {
        if (message instanceof ObjectNode fields) {
            fields.retain(ABOUT);
        }
        return message;
    }
}
