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
 * Collects the files and pictures of one message, each URL once, at most {@value AttachmentRef#PER_MESSAGE_MAX}. One whose
 * description makes no sense is left out, and counted, as is one too many; the message is not. Never throws. For one thread.
 */
public final class AttachmentReader {

    /**
     * The names of what a platform says of a file.
     *
     * @param url where its content is; a file without one makes no sense
     * @param size in bytes
     * @param width in pixels, as is the height
     */
    public record Fields(
            String id, String url, String filename, String contentType, String size, String width, String height) {}

    private final Fields fields;
    private final String origin;
    private final LeftOut leftOut;
    private final List<AttachmentRef> files = new ArrayList<>();
    private final Set<String> urls = new HashSet<>();

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
        if (isThere(given)) {
            String type = text(given, fields.contentType()).toLowerCase(Locale.ROOT);
            boolean image = type.startsWith("image/") && !type.startsWith("image/svg");
            add(() -> described(given, image ? AttachmentKind.IMAGE : AttachmentKind.FILE));
        }
    }

    /** A picture, if there is one, whatever its content type. */
    public void picture(JsonNode given) {
        if (isThere(given)) {
            add(() -> described(given, AttachmentKind.IMAGE));
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
            if (file.url() != null && !urls.add(file.url())) {
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

    /** A text that does not fit is left out of the description; numbers that cannot be are the sign of a broken one. */
    private AttachmentRef described(JsonNode given, AttachmentKind kind) {
        if (text(given, fields.url()).isBlank()) {
            throw new InvalidEnvelopeException(fields.url(), "is required");
        }
        return new AttachmentRef(
                kind,
                within(given, fields.id(), AttachmentRef.ID_BYTES_MAX),
                within(given, fields.url(), AttachmentRef.URL_BYTES_MAX),
                null,
                within(given, fields.filename(), AttachmentRef.FILENAME_BYTES_MAX),
                within(given, fields.contentType(), AttachmentRef.CONTENT_TYPE_BYTES_MAX),
                number(given, fields.size()),
                null,
                origin,
                null,
                false,
                null,
                pixels(given, fields.width()),
                pixels(given, fields.height()));
    }

    private static @Nullable String within(JsonNode given, String field, int bytesMax) {
        String value = text(given, field);
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
