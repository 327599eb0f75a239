package io.palyra.connectors.platform.message;

import static io.palyra.connectors.platform.message.JsonFields.isThere;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the files and pictures of one message, each once, at most {@value AttachmentRef#PER_MESSAGE_MAX}. One whose
 * description makes no sense is left out, and counted, as is one too many; the message is not. Never throws. For one thread.
 */
public final class AttachmentReader {

    /**
     * The names of what a platform says of a file.
     *
     * @param id that of a platform whose files have no URL stands in {@code artifact_ref}, behind its origin and {@code :file:},
     *     where it is too long for an id
     * @param url where its content is: a file without one makes no sense. Null where the platform gives none; it is the id then
     *     that makes the file
     * @param size in bytes
     * @param width in pixels, as is the height
     */
    public record Fields(
            String id, @Nullable String url, String filename, String contentType, String size, String width, String height) {}

    private final Fields fields;
    private final String origin;
    private final LeftOut leftOut;
    private final List<AttachmentRef> files = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    /**
     * @param origin of every file that is described
     * @param leftOut counts what is not collected
     */
    public AttachmentReader(Fields fields, String origin, LeftOut leftOut) {
        this.fields = fields;
        this.origin = origin;
        this.leftOut = leftOut;
    }

    /** A file, if there is one: a picture where its content type says so. */
    public void file(JsonNode given) {
        file(given, text(given, fields.contentType()));
    }

    /** The same, where its content type is known without its description. */
    public void file(JsonNode given, String contentType) {
        if (isThere(given)) {
            String type = contentType.toLowerCase(Locale.ROOT);
            boolean image = type.startsWith("image/") && !type.startsWith("image/svg");
            add(() -> described(given, image ? AttachmentKind.IMAGE : AttachmentKind.FILE, contentType));
        }
    }

    /** A picture, if there is one, whatever its content type. */
    public void picture(JsonNode given) {
        if (isThere(given)) {
            add(() -> described(given, AttachmentKind.IMAGE, text(given, fields.contentType())));
        }
    }

    /** A picture of which nothing but its place is known. */
    public void picture(String url) {
        add(() -> AttachmentRef.ofUrl(AttachmentKind.IMAGE, url));
    }

    /** Whether what comes now would be one too many. */
    public boolean isFull() {
        return files.size() >= AttachmentRef.PER_MESSAGE_MAX;
    }

    /** What is collected so far, in the order in which it came. */
    public List<AttachmentRef> files() {
        return List.copyOf(files);
    }

    private void add(Supplier<AttachmentRef> description) {
        try {
            AttachmentRef file = description.get();
            String key = key(file);
            if (key != null && !keys.add(key)) {
                return;
            }
            if (!isFull()) {
                files.add(file);
                return;
            }
        } catch (InvalidEnvelopeException e) {
            // Counted like one too many
        }
        leftOut.add(LeftOut.Kind.ATTACHMENT);
    }

    /** By which another description of the same file is known; null where that is not known. */
    private @Nullable String key(AttachmentRef file) {
        if (file.url() != null || fields.url() != null) {
            return file.url();
        }
        return file.attachmentId() == null ? file.artifactRef() : file.attachmentId();
    }

    /** A text that does not fit is left out of the description; numbers that cannot be are the sign of a broken one. */
    private AttachmentRef described(JsonNode given, AttachmentKind kind, String contentType) {
        String urlField = fields.url();
        String required = urlField == null ? fields.id() : urlField;
        if (text(given, required).isBlank()) {
            throw new InvalidEnvelopeException(required, "is required");
        }
        String id = within(text(given, fields.id()), AttachmentRef.ID_BYTES_MAX);
        return new AttachmentRef(
                kind,
                id,
                urlField == null ? null : within(text(given, urlField), AttachmentRef.URL_BYTES_MAX),
                urlField == null && id == null ? origin + ":file:" + text(given, fields.id()) : null,
                within(text(given, fields.filename()), AttachmentRef.FILENAME_BYTES_MAX),
                within(contentType, AttachmentRef.CONTENT_TYPE_BYTES_MAX),
                number(given, fields.size()),
                null,
                origin,
                null,
                false,
                null,
                pixels(given, fields.width()),
                pixels(given, fields.height()));
    }

    private static @Nullable String within(String value, int bytesMax) {
        return Texts.isLine(value, bytesMax) ? value : null;
    }

    private static @Nullable Long number(JsonNode given, String field) {
        JsonNode value = given.path(field);
        if (!isThere(value)) {
            return null;
        }
        if (!value.canConvertToLong()) {
            throw new InvalidEnvelopeException(field, "must be a number");
        }
        return value.longValue();
    }

    private static @Nullable Integer pixels(JsonNode given, String field) {
        Long value = number(given, field);
        if (value != null && value != value.intValue()) {
            throw new InvalidEnvelopeException(field, "value exceeds size limit");
        }
        return value == null ? null : value.intValue();
    }
}
