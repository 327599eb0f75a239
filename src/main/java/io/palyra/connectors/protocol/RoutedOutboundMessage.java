package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the daemon to a message: what to send, to the conversation that the message came from.
 *
 * @param text not blank, at most 64 KiB
 * @param threadId the thread to answer in; none: the conversation itself
 * @param autoAckText at most 64 KiB
 * @param autoReaction at most 128 bytes
 * @param attachments at most 32
 */
public record RoutedOutboundMessage(
        String text,
        @Nullable ThreadId threadId,
        @Nullable MessageId inReplyToMessageId,
        boolean broadcast,
        @Nullable String autoAckText,
        @Nullable String autoReaction,
        List<AttachmentRef> attachments,
        @Nullable JsonValue structuredJson,
        @Nullable A2uiUpdate a2uiUpdate) {
    @JsonCreator
    public RoutedOutboundMessage {
        Checks.text(text, "text", OutboundMessageRequest.TEXT_BYTES_MAX);
        Checks.optionalText(autoAckText, "auto_ack_text", OutboundMessageRequest.TEXT_BYTES_MAX);
        Checks.optionalLine(autoReaction, "auto_reaction", ReactRequest.EMOJI_BYTES_MAX);
        attachments = Checks.attachments(attachments);
    }

    /** Text, and nothing else. */
    public static RoutedOutboundMessage text(String text) {
        return new RoutedOutboundMessage(text, null, null, false, null, null, List.of(), null, null);
    }
}
