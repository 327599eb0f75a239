package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * A file or picture of a message: where it is, or its content in base64. Texts are one line each. Sizes in bytes: ids,
 * hash and origin at most 128, url and artifact reference 1024, file name and policy context 512, content type 256,
 * inline base64 2 MiB (as encoded).
 *
 * @param sizeBytes size of the decoded content as stated by the sender, not checked against it
 * @param uploadRequested whether the platform is to get the content itself; then {@code inlineBase64} is required
 */
public record AttachmentRef(
        AttachmentKind kind,
        @Nullable String attachmentId,
        @Nullable String url,
        @Nullable String artifactRef,
        @Nullable String filename,
        @Nullable String contentType,
        @Nullable Long sizeBytes,
        @Nullable String contentHash,
        @Nullable String origin,
        @Nullable String policyContext,
        boolean uploadRequested,
        @Nullable String inlineBase64,
        @Nullable Integer widthPx,
        @Nullable Integer heightPx) {
    public static final int PER_MESSAGE_MAX = 32;
    public static final int ID_BYTES_MAX = 128;
    public static final int URL_BYTES_MAX = 1024;
    public static final int FILENAME_BYTES_MAX = 512;
    public static final int CONTENT_TYPE_BYTES_MAX = 256;
    public static final int POLICY_CONTEXT_BYTES_MAX = 512;
    public static final int INLINE_BASE64_BYTES_MAX = 2 * 1024 * 1024;

    @JsonCreator
    public AttachmentRef {
        Checks.required(kind, "kind");
        Checks.optionalLine(attachmentId, "attachment_id", ID_BYTES_MAX);
        Checks.optionalLine(url, "url", URL_BYTES_MAX);
        Checks.optionalLine(artifactRef, "artifact_ref", URL_BYTES_MAX);
        Checks.optionalLine(filename, "filename", FILENAME_BYTES_MAX);
        Checks.optionalLine(contentType, "content_type", CONTENT_TYPE_BYTES_MAX);
        Checks.notNegative(sizeBytes, "size_bytes");
        Checks.optionalLine(contentHash, "content_hash", ID_BYTES_MAX);
        Checks.optionalLine(origin, "origin", ID_BYTES_MAX);
        Checks.optionalLine(policyContext, "policy_context", POLICY_CONTEXT_BYTES_MAX);
        if (uploadRequested && inlineBase64 == null) {
            throw new InvalidEnvelopeException(
                    "inline_base64", Checks.CANNOT_BE_EMPTY, "required when upload_requested is true");
        }
        Checks.optionalText(inlineBase64, "inline_base64", INLINE_BASE64_BYTES_MAX);
        if (inlineBase64 != null && !isBase64(inlineBase64)) {
            throw new InvalidEnvelopeException("inline_base64", "value is not valid base64");
        }
        Checks.notNegative(widthPx, "width_px");
        Checks.notNegative(heightPx, "height_px");
    }

    /** A file that can be fetched from {@code url}; nothing else is known of it. */
    public static AttachmentRef ofUrl(AttachmentKind kind, String url) {
        return new AttachmentRef(kind, null, url, null, null, null, null, null, null, null, false, null, null, null);
    }

    /** Content to be uploaded with the message. */
    public static AttachmentRef upload(AttachmentKind kind, String filename, String contentType, String base64) {
        return new AttachmentRef(
                kind, null, null, null, filename, contentType, null, null, null, null, true, base64, null, null);
    }

    /** RFC 4648 §4, padded or not, on one line: what {@link java.util.Base64#getDecoder()} decodes. */
    private static boolean isBase64(String value) {
        int end = value.length();
        if (end % 4 == 0 && value.endsWith("=")) {
            end -= value.endsWith("==") ? 2 : 1;
        }
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (!Texts.isAsciiLetterOrDigit(c) && c != '+' && c != '/') {
                return false;
            }
        }
        return end % 4 != 1;
    }
}
