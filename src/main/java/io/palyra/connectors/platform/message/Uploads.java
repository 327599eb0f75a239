package io.palyra.connectors.platform.message;

import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Which files go to the platform, and under what names. */
public final class Uploads {

    /** Content types that are taken, and the extension of a file without a name. */
    private static final Map<String, String> TYPES = Map.of(
            "image/png", "png",
            "image/jpeg", "jpg",
            "image/webp", "webp",
            "image/gif", "gif",
            "text/plain", "txt",
            "application/json", "json");

    private static final int NAME_CHARS_MAX = 100;

    private Uploads() {}

    /**
     * The files of the attachments that ask to be uploaded.
     *
     * @param bytesMax of one file, decoded
     * @return in the order of the attachments
     * @throws InvalidEnvelopeException naming the attachment and the rule
     */
    public static List<Upload> of(List<AttachmentRef> attachments, long bytesMax) {
        List<Upload> files = new ArrayList<>();
        for (int i = 0; i < attachments.size(); i++) {
            if (attachments.get(i).uploadRequested()) {
                files.add(file(attachments.get(i), "attachments[" + i + "]", bytesMax));
            }
        }
        return files;
    }

    private static Upload file(AttachmentRef attachment, String field, long bytesMax) {
        String type = contentType(attachment);
        String extension = TYPES.get(type);
        if (extension == null) {
            throw new InvalidEnvelopeException(
                    field + ".content_type",
                    "is not uploaded, only "
                            + String.join(", ", TYPES.keySet().stream().sorted().toList()),
                    type);
        }
        byte[] content = Base64.getDecoder().decode(Objects.requireNonNull(attachment.inlineBase64(), field));
        if (content.length > bytesMax) {
            throw new InvalidEnvelopeException(
                    field, "value exceeds size limit", content.length + " bytes, at most " + bytesMax);
        }
        return new Upload(name(attachment, extension), type, content);
    }

    /** What it says of its content, in lower case and without parameters; {@code unknown} where it says nothing. */
    public static String contentType(AttachmentRef attachment) {
        String stated = attachment.contentType();
        return stated == null ? "unknown" : stated.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static String name(AttachmentRef attachment, String extension) {
        String stated = attachment.filename() == null ? "" : attachment.filename();
        String plain = stated.replaceAll("[^A-Za-z0-9._-]", "_");
        String cut = plain.length() > NAME_CHARS_MAX ? plain.substring(plain.length() - NAME_CHARS_MAX) : plain;
        return cut.replaceAll("[._-]", "").isEmpty() ? "file." + extension : cut;
    }
}
