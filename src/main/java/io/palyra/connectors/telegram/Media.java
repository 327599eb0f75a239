package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.message.Upload;
import io.palyra.connectors.platform.message.Uploads;
import io.palyra.connectors.protocol.AttachmentRef;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of a message: its content, or the id of one that Telegram has.
 *
 * @param isPhoto whether it is shown as one; else it is a document
 * @param upload null where Telegram has it
 * @param fileId null where it is uploaded
 */
record Media(
        boolean isPhoto, @Nullable Upload upload, @Nullable String fileId) {

    /**
     * The files of a message, in their order.
     *
     * @param bytesMax of one that is uploaded
     * @throws io.palyra.connectors.protocol.InvalidEnvelopeException naming the attachment that cannot be sent, and the rule
     */
    static List<Media> of(List<AttachmentRef> attachments, long bytesMax) {
        TelegramFiles.requireFileIds(attachments);
        Iterator<Upload> uploads = Uploads.of(attachments, bytesMax).iterator();
        return attachments.stream()
                .filter(TelegramFiles::isFile)
                .map(file -> file.uploadRequested()
                        ? new Media(TelegramFiles.isPhoto(file), uploads.next(), null)
                        : new Media(TelegramFiles.isPhoto(file), null, TelegramFiles.fileId(file)))
                .toList();
    }

    /** The same as a document, where it is uploaded; what Telegram has stays what it is. */
    Media asDocument() {
        return new Media(isPhoto && upload == null, upload, fileId);
    }

    /** What Telegram calls it. */
    String type() {
        return isPhoto ? "photo" : "document";
    }
}
