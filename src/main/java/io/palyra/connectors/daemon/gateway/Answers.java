package io.palyra.connectors.daemon.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import palyra.common.v1.AttachmentKind;
import palyra.common.v1.MessageAttachment;
import palyra.gateway.v1.OutboundMessage;
import palyra.gateway.v1.RouteMessageResponse;

/**
 * What the gateway answers, as the JSON that any daemon answers: so each output is checked as theirs are, and an invalid one
 * costs no other.
 */
final class Answers {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Set<String> asked = new HashSet<>();

    private Answers(InboundMessageEvent question) {
        for (AttachmentRef attachment : question.attachments()) {
            remember(attachment.attachmentId());
            remember(attachment.artifactRef());
            remember(attachment.contentHash());
        }
    }

    private void remember(@Nullable String id) {
        if (id != null && !id.isBlank()) {
            asked.add(id);
        }
    }

    /** @throws RuntimeException where the whole answer cannot be read */
    static RouteInboundResult read(RouteMessageResponse response, InboundMessageEvent question) {
        return new Answers(question).result(response);
    }

    private RouteInboundResult result(RouteMessageResponse response) {
        ObjectNode result = JSON.objectNode()
                .put("accepted", response.getAccepted())
                .put("queued_for_retry", response.getQueuedForRetry())
                .put("retry_attempt", response.getRetryAttempt());
        putUnlessEmpty(result, "decision_reason", response.getDecisionReason());
        putUnlessEmpty(result, "route_key", response.getRouteKey());
        ArrayNode outputs = result.putArray("outputs");
        response.getOutputsList().forEach(output -> outputs.add(output(output)));
        return WireFormat.convert(result, RouteInboundResult.class);
    }

    private ObjectNode output(OutboundMessage message) {
        ObjectNode output = JSON.objectNode().put("text", message.getText()).put("broadcast", message.getBroadcast());
        putUnlessEmpty(output, "thread_id", message.getThreadId());
        putUnlessEmpty(output, "in_reply_to_message_id", message.getInReplyToMessageId());
        putUnlessEmpty(output, "auto_ack_text", message.getAutoAckText());
        putUnlessEmpty(output, "auto_reaction", message.getAutoReaction());
        ArrayNode attachments = output.putArray("attachments");
        message.getAttachmentsList().stream()
                .filter(attachment -> !isEchoOfTheQuestion(attachment))
                .forEach(attachment -> attachments.add(attachment(attachment)));
        JsonNode structured = json(message.getStructuredJson());
        if (!structured.isMissingNode() && !saysHowTheRunGoes(structured)) {
            output.set("structured_json", structured);
        }
        JsonNode patch = json(message.getA2UiUpdate().getPatchJson());
        if (!message.getA2UiUpdate().getSurface().isBlank() && !patch.isMissingNode()) {
            output.putObject("a2ui_update")
                    .put("surface", message.getA2UiUpdate().getSurface())
                    .set("patch_json", patch);
        }
        return output;
    }

    /** The daemon's first output repeats what the person has attached; nobody wants that sent back. */
    private boolean isEchoOfTheQuestion(MessageAttachment attachment) {
        return !attachment.getUploadRequested()
                && (asked.contains(attachment.getAttachmentId())
                        || asked.contains(attachment.getArtifactId().getUlid())
                        || asked.contains(attachment.getContentHash()));
    }

    private static ObjectNode attachment(MessageAttachment attachment) {
        ObjectNode ref = JSON.objectNode()
                .put("kind", attachment.getKind() == AttachmentKind.ATTACHMENT_KIND_IMAGE ? "image" : "file");
        putUnlessEmpty(ref, "attachment_id", attachment.getAttachmentId());
        putUnlessEmpty(ref, "artifact_ref", attachment.getArtifactId().getUlid());
        putUnlessEmpty(ref, "filename", attachment.getFilename());
        putUnlessEmpty(ref, "content_type", attachment.getDeclaredContentType());
        putUnlessEmpty(ref, "url", attachment.getSourceUrl());
        putUnlessEmpty(ref, "content_hash", attachment.getContentHash());
        putUnlessEmpty(ref, "origin", attachment.getOrigin());
        putUnlessEmpty(ref, "policy_context", attachment.getPolicyContext());
        if (attachment.getSizeBytes() > 0) {
            ref.put("size_bytes", attachment.getSizeBytes());
        }
        if (attachment.getWidthPx() > 0 && attachment.getHeightPx() > 0) {
            ref.put("width_px", attachment.getWidthPx()).put("height_px", attachment.getHeightPx());
        }
        if (!attachment.getInlineBytes().isEmpty()) {
            ref.put(
                    "inline_base64",
                    Base64.getEncoder()
                            .encodeToString(attachment.getInlineBytes().toByteArray()));
            ref.put("upload_requested", attachment.getUploadRequested());
        }
        return ref;
    }

    /** Without JSON mode, the daemon says there how far its run has come. */
    private static boolean saysHowTheRunGoes(JsonNode structured) {
        return structured.isObject() && structured.size() == 1 && structured.has("delivery");
    }

    /** Missing where there is none, and where it is no JSON: the text beside it is worth more than nothing. */
    private static JsonNode json(ByteString bytes) {
        if (bytes.isEmpty()) {
            return JSON.missingNode();
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        try {
            return WireFormat.tree(text);
        } catch (RuntimeException e) {
            return JSON.missingNode();
        }
    }

    private static void putUnlessEmpty(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }
}
