package io.palyra.connectors.outbox;

import io.palyra.connectors.protocol.AttachmentRef;
import jakarta.activation.DataHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.util.FileUtil;

/** The attachments that Camel's components leave on a message: mail, multipart forms, a step of one's own. */
final class CamelAttachments {

    private CamelAttachments() {}

    static List<AttachmentRef> of(Exchange exchange) {
        AttachmentMessage message = exchange.getMessage(AttachmentMessage.class);
        if (message == null || !message.hasAttachments()) {
            return List.of();
        }
        List<AttachmentRef> attachments = new ArrayList<>();
        for (Map.Entry<String, DataHandler> each : message.getAttachments().entrySet()) {
            attachments.add(attachment(each.getKey(), each.getValue(), "attachments[" + attachments.size() + "]"));
        }
        return attachments;
    }

    private static AttachmentRef attachment(String id, DataHandler content, String field) {
        String stated = content.getName();
        String name = stated == null || stated.isBlank() ? id : FileUtil.stripPath(stated);
        try (InputStream stream = content.getInputStream()) {
            return FileBody.attachment(
                    name,
                    FileBody.type(content.getContentType(), name),
                    FileBody.read(stream, field, FileBody.BYTES_MAX));
        } catch (IOException e) {
            throw new UncheckedIOException("attachment " + id + " cannot be read: " + e.getMessage(), e);
        }
    }
}
