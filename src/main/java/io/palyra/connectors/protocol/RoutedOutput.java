package io.palyra.connectors.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the daemon's outputs: a message, or what was meant as one together with what is wrong with it. So one
 * invalid output does not cost the others.
 */
@JsonDeserialize(using = RoutedOutput.Reader.class)
@JsonSerialize(using = RoutedOutput.Writer.class)
public final class RoutedOutput {
    private final @Nullable RoutedOutboundMessage message;
    private final @Nullable InvalidEnvelopeException defect;
    private final @Nullable JsonNode raw;

    private RoutedOutput(
            @Nullable RoutedOutboundMessage message,
            @Nullable InvalidEnvelopeException defect,
            @Nullable JsonNode raw) {
        this.message = message;
        this.defect = defect;
        this.raw = raw;
    }

    public static RoutedOutput of(RoutedOutboundMessage message) {
        return new RoutedOutput(message, null, null);
    }

    /** Never throws: what is wrong becomes the {@link #defect()}, with fields named from {@code raw} on. */
    public static RoutedOutput parse(JsonNode raw) {
        return parse(raw, "");
    }

    private static RoutedOutput parse(JsonNode raw, String path) {
        try {
            return new RoutedOutput(WireFormat.convert(raw, RoutedOutboundMessage.class), null, raw);
        } catch (InvalidEnvelopeException e) {
            return new RoutedOutput(null, e.at(path), raw);
        }
    }

    /** Present unless there is a {@link #defect()}. */
    public Optional<RoutedOutboundMessage> message() {
        return Optional.ofNullable(message);
    }

    /** What is wrong; the field is named from the daemon's answer on, such as {@code outputs[2].text}. */
    public Optional<InvalidEnvelopeException> defect() {
        return Optional.ofNullable(defect);
    }

    /** The entry as it came, unknown fields included; not to be changed. */
    public JsonNode raw() {
        return raw != null ? raw : WireFormat.toTree(Objects.requireNonNull(message));
    }

    /** {@link #raw()} as JSON in ASCII, which any store can keep, whatever it holds. */
    public String rawText() {
        return WireFormat.writeAscii(raw());
    }

    /** Equal by message, or where there is none, by what came instead. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoutedOutput that
                && Objects.equals(message, that.message)
                && (message != null || rawText().equals(that.rawText()));
    }

    @Override
    public int hashCode() {
        return message != null ? message.hashCode() : rawText().hashCode();
    }

    @Override
    public String toString() {
        return "RoutedOutput[" + (message != null ? message : defect) + "]";
    }

    static final class Reader extends JsonDeserializer<RoutedOutput> {
        @Override
        public RoutedOutput deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String path = path(parser);
            return parse(context.readTree(parser), path);
        }

        @Override
        public RoutedOutput getNullValue(DeserializationContext context) {
            return parse(NullNode.instance, path(context.getParser()));
        }

        private static String path(JsonParser parser) {
            StringBuilder path = new StringBuilder();
            JsonPointer step = parser.getParsingContext().pathAsPointer();
            for (; step != null && !step.matches(); step = step.tail()) {
                String name = step.getMatchingProperty();
                boolean index = step.mayMatchElement();
                path.append(index ? "[" + name + "]" : path.isEmpty() ? name : "." + name);
            }
            return path.toString();
        }
    }

    static final class Writer extends JsonSerializer<RoutedOutput> {
        @Override
        public void serialize(RoutedOutput output, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            if (output.message != null) {
                provider.defaultSerializeValue(output.message, generator);
                return;
            }
            int before = generator.getHighestEscapedChar();
            generator.setHighestNonEscapedChar(0x7F);
            generator.writeTree(output.raw);
            generator.setHighestNonEscapedChar(before);
        }
    }
}
