package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as a platform keeps it.
 *
 * @param senderDisplay how the platform shows the sender, at most 1 KiB; blank is the same as none
 * @param body at most 128 KiB; empty if the message is only attachments
 * @param connectorAuthored whether the connector itself wrote it, and so may edit it
 * @param attachments at most 32
 */
public record MessageRecord(
        MessageLocator locator,
        SenderId senderId,
        @Nullable String senderDisplay,
        String body,
        boolean connectorAuthored,
        @Nullable MessageId inReplyToMessageId,
        long createdAtUnixMs,
        @Nullable Long editedAtUnixMs,
        List<AttachmentRef> attachments) {
    @JsonCreator
    public MessageRecord {
        Checks.required(locator, "locator");
        Checks.required(senderId, "sender_id");
        senderDisplay = Checks.display(senderDisplay);
        Checks.content(body, "body", InboundMessageEvent.BODY_BYTES_MAX);
        Checks.notNegative(createdAtUnixMs, "created_at_unix_ms");
        Checks.notNegative(editedAtUnixMs, "edited_at_unix_ms");
        attachments = Checks.attachments(attachments);
    }
}
