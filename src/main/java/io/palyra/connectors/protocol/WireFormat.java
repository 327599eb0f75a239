package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of every document that enters or leaves: {@code snake_case} names and enum constants, absent fields left
 * out, unknown ones ignored, {@code null} the same as absent.
 *
 * <p>Reading is strict about the rest: one document in UTF-8 and nothing behind it, no duplicate keys, no conversion
 * between strings, numbers and booleans. It is bounded: at most {@value #DOCUMENT_BYTES_MAX} bytes, {@value #DEPTH_MAX}
 * levels, {@value #STRING_CHARS_MAX} characters in a string and {@value #NUMBER_CHARS_MAX} in a number. Whatever is
 * wrong with a document is an {@link InvalidEnvelopeException}; where no field is to blame, its field is {@code
 * document}.
 */
public final class WireFormat {
    /** Room for 32 attachments of 2 MiB each, and the text around them. */
    public static final int DOCUMENT_BYTES_MAX = 72 * 1024 * 1024;

    /** Room for a {@link JsonValue} of 64 levels inside a list of messages. */
    public static final int DEPTH_MAX = 100;

    /** Above the largest field, so that a field that is too long is reported as such. */
    public static final int STRING_CHARS_MAX = 4 * 1024 * 1024;

    public static final int NUMBER_CHARS_MAX = 1000;

    static final String DOCUMENT = "document";
    static final String TOO_DEEP = "value is nested too deeply";

    private static final JsonMapper MAPPER = mapper();
    private static final ObjectReader TREES = MAPPER.readerFor(JsonNode.class);
    private static final ObjectWriter WRITER = MAPPER.writer();
    private static final ObjectWriter ASCII_WRITER = WRITER.with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private static final ClassValue<ObjectReader> READERS = new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
            return MAPPER.readerFor(type);
        }
    };

    private WireFormat() {}

    /**
     * The value that a document stands for.
     *
     * @throws InvalidEnvelopeException if the text is no valid document of this type
     */
    public static <T> T read(String json, Class<T> type) {
        return parse(json.length(), () -> READERS.get(type).readValue(json));
    }

    /**
     * The value that a document in UTF-8 stands for.
     *
     * @throws InvalidEnvelopeException if the bytes are no valid document of this type
     */
    public static <T> T read(byte[] json, Class<T> type) {
        return parse(json.length, () -> READERS.get(type).readValue(json));
    }

    /** The value that this part of a document stands for; errors name fields from here on. */
    public static <T> T convert(JsonNode node, Class<T> type) {
        return parse(0, () -> READERS.get(type).readValue(node));
    }

    /** A document of which only the syntax is checked. */
    public static JsonNode tree(String json) {
        return writable(parse(json.length(), () -> TREES.readTree(json)));
    }

    /** A document of which only the syntax is checked. */
    public static JsonNode tree(byte[] json) {
        return writable(parse(json.length, () -> TREES.readTree(json)));
    }

    /** For mappers of others: the records of this package as they are here; of no other type anything changes. */
    public static Module module() {
        return new WireModule();
    }

    /** The tree that {@link #write} would write. */
    public static JsonNode toTree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static String write(Object value) {
        return write(WRITER, value);
    }

    /** The same document with nothing but ASCII in it, so that even what is not valid Unicode survives. */
    static String writeAscii(Object value) {
        return write(ASCII_WRITER, value);
    }

    public static byte[] writeBytes(Object value) {
        try {
            return WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    private static <T> T parse(int size, Parsing<T> parsing) {
        if (size > DOCUMENT_BYTES_MAX) {
            throw InvalidEnvelopeException.ofBareValue(
                    DOCUMENT, Checks.EXCEEDS_SIZE_LIMIT, size + " bytes, at most " + DOCUMENT_BYTES_MAX);
        }
        T value;
        try {
            value = parsing.run();
        } catch (IOException | RuntimeException e) {
            // Runtime exceptions too: no input, however odd, may look like a failure of the program.
            throw ReadFailure.explain(e);
        }
        if (value == null) {
            throw InvalidEnvelopeException.ofBareValue(DOCUMENT, Checks.IS_REQUIRED, null);
        }
        return value;
    }

    private static JsonNode writable(JsonNode tree) {
        if (tree.isMissingNode()) {
            throw InvalidEnvelopeException.ofBareValue(DOCUMENT, Checks.NOT_VALID_JSON, "it is empty");
        }
        if (!JsonTree.isUnicode(tree)) {
            throw InvalidEnvelopeException.ofBareValue(DOCUMENT, Checks.NOT_VALID_UNICODE, null);
        }
        return tree;
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder(factory())
                .addModule(new WireTypes())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .withCoercionConfig(
                        LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .maxStringLength(STRING_CHARS_MAX)
                        .maxNameLength(JsonValue.BYTES_MAX)
                        .maxNumberLength(NUMBER_CHARS_MAX)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    private interface Parsing<T extends @Nullable Object> {
        T run() throws IOException;
    }
}
