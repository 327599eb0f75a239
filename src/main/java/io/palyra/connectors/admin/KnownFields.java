package io.palyra.connectors.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** A field or parameter that a call does not know is likely a known one, spelt wrong: it must not be overlooked. */
final class KnownFields {

    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();
    private static final int NAME_CHARS_MAX = 64;

    private KnownFields() {}

    /**
     * @param type a record
     * @throws InvalidEnvelopeException naming the field, and the known one that is the nearest
     */
    static void require(JsonNode body, Class<?> type) {
        require(body, type, "");
    }

    private static void require(JsonNode object, Class<?> type, String path) {
        Map<String, Class<?>> known = of(type);
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            Class<?> fieldType = known.get(name);
            if (fieldType == null) {
                throw new InvalidEnvelopeException(
                        path + shown(name), "is no field of this call" + nearest(name, known.keySet()));
            } else if (hasFields(fieldType)) {
                requireWithin(field.getValue(), fieldType, path + name);
            }
        }
    }

    /**
     * Of a query.
     *
     * @throws InvalidEnvelopeException naming the parameter, and the known one that is the nearest
     */
    static void requireParameter(String name, Set<String> known) {
        if (!known.contains(name)) {
            throw new InvalidEnvelopeException(shown(name), "is no parameter of this call" + nearest(name, known));
        }
    }

    private static void requireWithin(JsonNode value, Class<?> type, String path) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                require(value.path(i), type, path + "[" + i + "].");
            }
        } else {
            require(value, type, path + ".");
        }
    }

    /** Of a list: the type of its entries. */
    private static Map<String, Class<?>> of(Class<?> type) {
        Map<String, Class<?>> fields = new TreeMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                fields.putAll(of(component.getType()));
            } else {
                fields.put(NAMES.translate(component.getName()), entryType(component));
            }
        }
        return fields;
    }

    private static Class<?> entryType(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> entry
                ? entry
                : component.getType();
    }

    /** An id is a record too, and a JSON value may have any fields. */
    private static boolean hasFields(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .noneMatch(component -> component.getAccessor().isAnnotationPresent(JsonValue.class));
    }

    /** One of which it is a part, such as {@code event_type} of {@code type}, before others. */
    private static String nearest(String unknown, Set<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String shown = shown(unknown);
        return known.stream()
                .min(Comparator.comparing((String name) -> !name.contains(shown))
                        .thenComparing(name -> distance.apply(shown, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> "; the nearest is " + name)
                .orElse("; it takes none");
    }

    /** What a caller wrote, short enough and without what steers a terminal. */
    static String shown(String name) {
        String cut = name.substring(0, Math.min(name.length(), NAME_CHARS_MAX));
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
