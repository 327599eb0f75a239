package io.palyra.connectors.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** How types that are not records are written: enum constants in lower case, durations as whole milliseconds. */
final class WireTypes extends SimpleModule {
    private static final long serialVersionUID = 1L;

    WireTypes() {
        setDeserializers(new EnumDeserializers());
        addSerializer(Enum.class, new EnumWriter());
        addSerializer(Duration.class, new MillisWriter());
        addDeserializer(Duration.class, new MillisReader());
    }

    private static final class EnumDeserializers extends SimpleDeserializers {
        private static final long serialVersionUID = 1L;

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // Jackson calls this with the class of an enum
        public JsonDeserializer<?> findEnumDeserializer(
                Class<?> type, DeserializationConfig config, BeanDescription description) {
            return new EnumReader(type);
        }
    }

    private static final class EnumReader<E extends Enum<E>> extends JsonDeserializer<E> {
        private final Class<E> type;

        EnumReader(Class<E> type) {
            this.type = type;
        }

        @Override
        public E deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return type.cast(context.handleUnexpectedToken(type, parser));
            }
            return WireEnum.parse(type, parser.getText(), WireFormat.DOCUMENT);
        }
    }

    @SuppressWarnings("rawtypes") // registered for every enum at once
    private static final class EnumWriter extends JsonSerializer<Enum> {
        @Override
        public void serialize(Enum constant, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(constant.name().toLowerCase(Locale.ROOT));
        }
    }

    private static final class MillisWriter extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration duration, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeNumber(duration.toMillis());
        }
    }

    private static final class MillisReader extends JsonDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                return (Duration) context.handleUnexpectedToken(long.class, parser);
            }
            return Duration.ofMillis(parser.getLongValue());
        }
    }
}
