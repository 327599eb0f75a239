package io.palyra.connectors.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Teaches a mapper of somebody else the records of this package, as {@link WireFormat} has them; no other type changes. */
final class WireModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    WireModule() {
        super("palyra");
        setDeserializers(new RecordDeserializers());
        setSerializers(new RecordSerializers());
    }

    private static boolean isOurs(Class<?> type) {
        return type.isRecord() && type.getPackage().equals(WireModule.class.getPackage());
    }

    private static final class RecordDeserializers extends SimpleDeserializers {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription description) {
            return isOurs(type.getRawClass()) ? new RecordReader<>(type.getRawClass()) : null;
        }
    }

    private static final class RecordSerializers extends SimpleSerializers {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable JsonSerializer<?> findSerializer(
                SerializationConfig config, JavaType type, BeanDescription description) {
            return isOurs(type.getRawClass()) ? new RecordWriter() : null;
        }
    }

    private static final class RecordReader<T> extends JsonDeserializer<T> {
        private final Class<T> type;

        RecordReader(Class<T> type) {
            this.type = type;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return WireFormat.convert(context.readTree(parser), type);
        }
    }

    private static final class RecordWriter extends JsonSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeTree(WireFormat.toTree(value));
        }
    }
}
