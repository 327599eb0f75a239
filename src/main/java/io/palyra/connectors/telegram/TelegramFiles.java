package io.palyra.connectors.telegram;

import io.palyra.connectors.protocol.AttachmentRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

final class TelegramFiles {

    static final String ORIGIN = "telegram";

    static final String ARTIFACT = "telegram:file:";

    private TelegramFiles() {}

    static boolean isFile(AttachmentRef attachment) {
        return attachment.uploadRequested()
                || ("telegram".equals(attachment.origin()) && attachment.attachmentId() != null);
    }

    static boolean isPhoto(AttachmentRef attachment) {
        String type =
                attachment.contentType() == null ? "" : attachment.contentType().toLowerCase(Locale.ROOT);
        return Set.of("image/png", "image/jpeg", "image/webp").contains(type);
    }

    static List<List<AttachmentRef>> groups(List<AttachmentRef> attachments) {
        List<List<AttachmentRef>> groups = new ArrayList<>();
        for (boolean photo : new boolean[] {true, false}) {
            List<AttachmentRef> of = attachments.stream()
                    .filter(file -> isFile(file) && isPhoto(file) == photo)
                    .toList();
            for (int i = 0; i < of.size(); i += 10) {
                groups.add(of.subList(i, Math.min(i + 10, of.size())));
            }
        }
        return groups;
    }
}
