package io.palyra.connectors.outbox;

import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.MimeTypeHelper;
import org.jspecify.annotations.Nullable;

/**
 * A body of bytes: a file, a stream, an array. What it is called and of which type it is, the headers say that Camel's
 * components use: {@code CamelFileName}, {@code CamelFileContentType}, {@code Content-Type}; or its own name.
 */
record FileBody(Message message, Object body) {

    /** So that it fits into an attachment once it is in base64. */
    static final int BYTES_MAX = AttachmentRef.INLINE_BASE64_BYTES_MAX / 4 * 3;

    /** No text can have more, in whatever characters it is written. */
    private static final int TEXT_BYTES_MAX = 4 * OutboundMessageRequest.TEXT_BYTES_MAX;

    private static final String OCTETS = "application/octet-stream";
    private static final Pattern TEXTUAL = Pattern.compile(
            "text/.*|.+/(.+\\+)?(json|xml|yaml)|application/(x-www-form-urlencoded|x-ndjson|x-yaml|javascript)");
    private static final Set<Class<?>> KINDS = Set.of(
            byte[].class,
            ByteBuffer.class,
            InputStream.class,
            StreamCache.class,
            File.class,
            Path.class,
            WrappedFile.class);

    static Optional<FileBody> of(Message message, Object body) {
        return KINDS.stream().anyMatch(kind -> kind.isInstance(body))
                ? Optional.of(new FileBody(message, body))
                : Optional.empty();
    }

    /** Whether it is known to be something else than text. */
    boolean isNoText() {
        String type = type();
        return type != null && !TEXTUAL.matcher(type).matches();
    }

    /** @throws InvalidEnvelopeException where it is too long, or not in the characters that the exchange states (UTF-8) */
    String text() {
        return decoded(bytes("text", TEXT_BYTES_MAX));
    }

    /** The text of a document, with everything that it holds. */
    String json() {
        return decoded(bytes("body", WireFormat.DOCUMENT_BYTES_MAX));
    }

    private String decoded(byte[] bytes) {
        String stated = ExchangeHelper.getCharsetName(message.getExchange(), false);
        Charset charset = stated == null ? StandardCharsets.UTF_8 : charset(stated);
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidEnvelopeException(
                    "body",
                    "is no text in " + charset,
                    "a file is sent as an attachment with bodyType=attachment, or where the header Content-Type or its"
                            + " name says what it is");
        }
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidEnvelopeException(
                    "body",
                    "is in a character set that is not known",
                    name + "; set the header " + Exchange.CHARSET_NAME + " to one that is");
        }
    }

    AttachmentRef attachment() {
        return attachment(name().orElse("file"), type(), bytes("attachments[0]", BYTES_MAX));
    }

    /**
     * An attachment that is to be uploaded.
     *
     * @param type null where nothing is known of it
     */
    static AttachmentRef attachment(String name, @Nullable String type, byte[] content) {
        String known = type == null ? OCTETS : type;
        return AttachmentRef.upload(
                known.startsWith("image/") ? AttachmentKind.IMAGE : AttachmentKind.FILE,
                name,
                known,
                Base64.getEncoder().encodeToString(content));
    }

    /** Reads at most one byte more than is allowed. */
    static byte[] read(InputStream content, String field, int bytesMax) throws IOException {
        byte[] bytes = content.readNBytes(bytesMax + 1);
        if (bytes.length > bytesMax) {
            throw tooLarge(field, "more than " + bytesMax + " bytes", bytesMax);
        }
        return bytes;
    }

    private static InvalidEnvelopeException tooLarge(String field, String size, int bytesMax) {
        return new InvalidEnvelopeException(field, "value exceeds size limit", size + ", at most " + bytesMax);
    }

    private byte[] bytes(String field, int bytesMax) {
        try (InputStream content = stream(field, bytesMax)) {
            return read(content, field, bytesMax);
        } catch (NoTypeConversionAvailableException | IOException e) {
            throw new UncheckedIOException(
                    "the body cannot be read: " + e.getMessage(),
                    e instanceof IOException io ? io : new IOException(e));
        }
    }

    private InputStream stream(String field, int bytesMax) throws NoTypeConversionAvailableException, IOException {
        Path file = path();
        if (file != null) {
            long size = Files.size(file);
            if (size > bytesMax) {
                throw tooLarge(field, size + " bytes", bytesMax);
            }
            return Files.newInputStream(file);
        } else if (body instanceof byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        } else if (body instanceof StreamCache cache) {
            cache.reset();
        }
        return message.getExchange()
                .getContext()
                .getTypeConverter()
                .mandatoryConvertTo(InputStream.class, message.getExchange(), body);
    }

    private @Nullable Path path() {
        if (body instanceof Path path) {
            return path;
        }
        Object file = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        return file instanceof File local ? local.toPath() : null;
    }

    private @Nullable String type() {
        return type(
                header(Exchange.CONTENT_TYPE)
                        .or(() -> header(Exchange.FILE_CONTENT_TYPE))
                        .orElse(null),
                name().orElse(null));
    }

    /** The stated type without its parameters; that of the name where none is stated. */
    static @Nullable String type(@Nullable String stated, @Nullable String name) {
        boolean isStated = stated != null && !stated.isBlank();
        String type = isStated || name == null ? stated : MimeTypeHelper.probeMimeType(name);
        return type == null ? null : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private Optional<String> name() {
        Optional<String> name = header(Exchange.FILE_NAME);
        Path file = path();
        if (name.isEmpty() && file != null) {
            name = Optional.of(file.toString());
        }
        return name.map(FileUtil::stripPath).filter(it -> !it.isBlank());
    }

    private Optional<String> header(String name) {
        @Nullable String value = message.getHeader(name, String.class);
        return Optional.ofNullable(value).filter(it -> !it.isBlank());
    }
}
