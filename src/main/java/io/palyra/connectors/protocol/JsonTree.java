package io.palyra.connectors.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the protocol asks of a JSON tree, whoever built it. */
final class JsonTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    /**
     * A copy with the node types that reading the written text would give, so that equal values are equal nodes.
     *
     * @throws InvalidEnvelopeException for what no document can hold: too deep, not Unicode, NUL, NaN, embedded objects
     */
    static JsonNode canonicalCopy(JsonNode node) {
        if (node.isNull()) {
            throw invalid(Checks.CANNOT_BE_EMPTY, null);
        }
        return copy(node, 0);
    }

    /** Whether every string and key of the tree can be written as UTF-8. */
    static boolean isUnicode(JsonNode node) {
        if (node.isTextual()) {
            return Texts.isUnicode(node.textValue());
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (!Texts.isUnicode(property.getKey()) || !isUnicode(property.getValue())) {
                return false;
            }
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (!isUnicode(element)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static JsonNode copy(JsonNode node, int depth) {
        return switch (node.getNodeType()) {
            case OBJECT -> copyObject(node, deeper(depth));
            case ARRAY -> copyArray(node, deeper(depth));
            case STRING -> NODES.textNode(checked(node.textValue()));
            case NUMBER -> copyNumber(node);
            case BOOLEAN, NULL -> node;
            case BINARY, MISSING, POJO -> throw invalid(Checks.NOT_VALID_JSON, null);
        };
    }

    private static ObjectNode copyObject(JsonNode node, int depth) {
        ObjectNode copy = NODES.objectNode();
        node.properties().forEach(property -> copy.set(checked(property.getKey()), copy(property.getValue(), depth)));
        return copy;
    }

    private static ArrayNode copyArray(JsonNode node, int depth) {
        ArrayNode copy = NODES.arrayNode(node.size());
        node.forEach(element -> copy.add(copy(element, depth)));
        return copy;
    }

    private static JsonNode copyNumber(JsonNode node) {
        if (node.isIntegralNumber()) {
            return integral(node.bigIntegerValue());
        }
        if (node.isBigDecimal()) {
            return decimal(node.decimalValue());
        }
        if (!Double.isFinite(node.doubleValue())) {
            throw invalid(Checks.NOT_VALID_JSON, null);
        }
        return decimal(new BigDecimal(node.asText()));
    }

    private static JsonNode integral(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValue());
        }
        if (value.bitLength() < Long.SIZE) {
            return NODES.numberNode(value.longValue());
        }
        withinNumberLength(value.toString());
        return NODES.numberNode(value);
    }

    private static JsonNode decimal(BigDecimal value) {
        String text = value.toString();
        withinNumberLength(text);
        // A whole number such as 1E+2 keeps its sign of being decimal; 100 would be read back as an integer.
        return text.indexOf('.') < 0 && text.indexOf('E') < 0
                ? integral(value.toBigIntegerExact())
                : NODES.numberNode(value);
    }

    private static void withinNumberLength(String number) {
        if (number.length() > WireFormat.NUMBER_CHARS_MAX) {
            throw invalid(Checks.EXCEEDS_SIZE_LIMIT, "a number of " + number.length() + " digits");
        }
    }

    private static int deeper(int depth) {
        if (depth == JsonValue.DEPTH_MAX) {
            throw invalid(WireFormat.TOO_DEEP, "at most " + JsonValue.DEPTH_MAX + " levels");
        }
        return depth + 1;
    }

    private static String checked(String text) {
        if (!Texts.isUnicode(text)) {
            throw invalid(Checks.NOT_VALID_UNICODE, null);
        }
        if (text.indexOf('\0') >= 0) {
            throw invalid(Checks.CONTAINS_NUL, null);
        }
        return text;
    }

    private static InvalidEnvelopeException invalid(String reason, @Nullable String details) {
        return InvalidEnvelopeException.ofBareValue(JsonValue.FIELD, reason, details);
    }
}
