package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.message.Uploads;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which attachments Telegram gets itself, and which of them go together. All others are listed under the text. */
final class TelegramFiles {

    /** The origin of attachments that a message of Telegram had. */
    static final String ORIGIN = "telegram";

    /** What an artifact reference begins with whose rest is a {@code file_id}. */
    static final String ARTIFACT = "telegram:file:";

    private static final int ALBUM_MAX = 10;
    private static final int PHOTO_BYTES_MAX = 10 << 20;
    private static final Set<String> PHOTO_TYPES = Set.of("image/png", "image/jpeg", "image/webp");

    /**
     * What the id of a photo begins with: its first byte says what it is of. Telegram sends a photo of its own only as one, and
     * nothing else as a photo.
     */
    private static final String PHOTO_ID = "AgA";

    /** Its alphabet. In the place of an id Telegram takes a URL, too, and fetches it; a server of one's own a path of its disk. */
    private static final Pattern FILE_ID = Pattern.compile("[A-Za-z0-9_-]+");

    private TelegramFiles() {}

    static boolean isFile(AttachmentRef attachment) {
        return attachment.uploadRequested() || fileId(attachment) != null;
    }

    /** Of a file that Telegram has; null of any other. */
    static @Nullable String fileId(AttachmentRef attachment) {
        if (!ORIGIN.equals(attachment.origin()) || attachment.uploadRequested()) {
            return null;
        }
        String reference = attachment.artifactRef();
        return reference != null && reference.length() > ARTIFACT.length() && reference.startsWith(ARTIFACT)
                ? reference.substring(ARTIFACT.length())
                : attachment.attachmentId();
    }

    /** @throws InvalidEnvelopeException if one has an id that is none */
    static void requireFileIds(List<AttachmentRef> attachments) {
        for (int i = 0; i < attachments.size(); i++) {
            String fileId = fileId(attachments.get(i));
            if (fileId != null && !FILE_ID.matcher(fileId).matches()) {
                throw new InvalidEnvelopeException(
                        "attachments[" + i + "]",
                        "has no file_id of Telegram, though its origin is " + ORIGIN
                                + "; leave the origin out and state its url, or upload its content",
                        fileId);
            }
        }
    }

    /** Whether it is shown as a photo; else it is a document. */
    static boolean isPhoto(AttachmentRef file) {
        String fileId = fileId(file);
        if (fileId != null) {
            return fileId.startsWith(PHOTO_ID);
        }
        return PHOTO_TYPES.contains(Uploads.contentType(file)) && bytes(file) <= PHOTO_BYTES_MAX;
    }

    private static long bytes(AttachmentRef upload) {
        String content = upload.inlineBase64();
        return content == null ? 0 : content.length() * 3L / 4;
    }

    /** Those that are files, as one message takes them each: photos, and then documents, in their order and ten at most. */
    static List<List<AttachmentRef>> groups(List<AttachmentRef> attachments) {
        List<List<AttachmentRef>> groups = new ArrayList<>();
        for (boolean photos : new boolean[] {true, false}) {
            List<AttachmentRef> alike = attachments.stream()
                    .filter(attachment -> isFile(attachment) && isPhoto(attachment) == photos)
                    .toList();
            for (int i = 0; i < alike.size(); i += ALBUM_MAX) {
                groups.add(alike.subList(i, Math.min(i + ALBUM_MAX, alike.size())));
            }
        }
        return groups;
    }
}
