package io.palyra.connectors.fake.telegram;

import io.palyra.connectors.fake.http.Upload;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** The files that come with a request, or that it names. */
final class Attached {

    static final int PHOTO_BYTES_MAX = 10 << 20;
    static final int UPLOAD_BYTES_MAX = 50 << 20;

    private static final String PREFIX = "attach://";
    private static final Set<String> KINDS = Set.of("photo", "document");

    /** What the content of an image begins with. */
    private static final Map<String, String> IMAGES =
            Map.of("png", "\u0089PNG", "jpeg", "\u00ff\u00d8\u00ff", "webp", "RIFF");

    private final Files files;

    Attached(Files files) {
        this.files = files;
    }

    /**
     * One that is there already, or one that is uploaded: in the part of that name, or in the one that it points to.
     *
     * @param given the {@code file_id}, or {@code attach://part}; empty for the part with the name of the kind
     */
    Files.Stored file(Call call, String kind, String given) throws TelegramError {
        if (!KINDS.contains(kind)) {
            throw TelegramError.badRequest("can't parse InputMedia: media type \"" + kind + "\" is unsupported here");
        }
        String part = given.startsWith(PREFIX) ? given.substring(PREFIX.length()) : kind;
        Upload upload = call.uploads().get(part);
        if (upload != null) {
            check(kind, upload);
            return files.add(kind, upload, upload.content().length);
        }
        if (given.isEmpty()) {
            throw TelegramError.badRequest("there is no " + kind + " in the request");
        }
        Files.Stored stored = files.find(given)
                .orElseThrow(() -> TelegramError.badRequest("wrong file identifier/HTTP URL specified"));
        // All but photos are documents, and are shown as what they were
        if (stored.kind().equals("photo") != kind.equals("photo")) {
            throw TelegramError.badRequest("can't use file of type " + stored.kind() + " as " + kind);
        }
        return stored;
    }

    private static void check(String kind, Upload upload) throws TelegramError {
        int bytes = upload.content().length;
        if (bytes == 0) {
            throw TelegramError.badRequest("file must be non-empty");
        }
        if (bytes > UPLOAD_BYTES_MAX) {
            throw TelegramError.tooLarge();
        }
        if (!kind.equals("photo")) {
            return;
        }
        if (bytes > PHOTO_BYTES_MAX) {
            throw TelegramError.badRequest("file of size " + bytes
                    + " bytes is too big for a photo; the maximum size is " + PHOTO_BYTES_MAX + " bytes");
        }
        String start = new String(upload.content(), 0, Math.min(4, bytes), StandardCharsets.ISO_8859_1);
        if (IMAGES.values().stream().noneMatch(start::startsWith)) {
            throw TelegramError.badRequest("IMAGE_PROCESS_FAILED");
        }
    }

    /** As the ledger has it. */
    static String name(Files.Stored file) {
        return file.upload().fileName();
    }
}
