package io.palyra.connectors.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.ApiDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a schema does not allow: everything else than an object, and objects with one field that is wrong or missing. */
final class InvalidBodies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String UNKNOWN = "unheard_of";

    private InvalidBodies() {}

    /** Nothing where there is no schema. */
    static List<String> of(ApiDescription api, JsonNode schema) {
        if (schema.isMissingNode()) {
            return List.of();
        }
        List<JsonNode> bodies = new ArrayList<>(List.of(JSON.arrayNode(), JSON.textNode("text"), JSON.numberNode(7)));
        ObjectNode valid = valid(api, schema);
        schema.path("required").forEach(field -> bodies.add(valid.deepCopy().without(field.asText())));
        schema.path("properties").fields().forEachRemaining(property -> {
            for (JsonNode value : wrong(api.at(property.getValue()))) {
                bodies.add(valid.deepCopy().set(property.getKey(), value));
            }
        });
        return bodies.stream().map(WireFormat::write).toList();
    }

    /** Otherwise valid bodies with one field that the schema does not have, by the name of it; also within what is in a body. */
    static Map<String, JsonNode> unknownFields(ApiDescription api, JsonNode schema) {
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        bodies.put(UNKNOWN, valid(api, schema).put(UNKNOWN, 1));
        schema.path("properties").fields().forEachRemaining(property -> {
            String name = property.getKey();
            JsonNode value = api.at(property.getValue());
            JsonNode entry = api.at(value.path("items"));
            if (value.has("properties")) {
                bodies.put(
                        name + "." + UNKNOWN,
                        valid(api, schema).set(name, valid(api, value).put(UNKNOWN, 1)));
            } else if (entry.has("properties")) {
                bodies.put(
                        name + "[0]." + UNKNOWN,
                        valid(api, schema)
                                .set(
                                        name,
                                        JSON.arrayNode().add(valid(api, entry).put(UNKNOWN, 1))));
            }
        });
        return bodies;
    }

    /** Values that a parameter of the query does not allow. */
    static List<String> texts(JsonNode schema) {
        if (schema.has("enum")) {
            return List.of("sideways", "");
        } else if (!schema.path("type").asText().equals("integer")) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(List.of("x", "-1", "1.5", "", "99999999999999999999"));
        if (schema.has("maximum")) {
            texts.add(String.valueOf(schema.path("maximum").asLong() + 1));
        }
        return texts;
    }

    private static List<JsonNode> wrong(JsonNode schema) {
        List<JsonNode> values = new ArrayList<>();
        String type = schema.path("type").isArray()
                ? schema.at("/type/0").asText()
                : schema.path("type").asText();
        if (type.isEmpty()) {
            return values;
        }
        values.add(type.equals("object") ? JSON.textNode("text") : JSON.objectNode());
        values.add(type.equals("integer") ? JSON.textNode("1") : JSON.numberNode(1.5));
        if (schema.has("enum")) {
            values.add(JSON.textNode("sideways"));
        }
        if (schema.has("maximum")) {
            values.add(JSON.numberNode(schema.path("maximum").asLong() + 1));
        }
        if (schema.has("minimum")) {
            values.add(JSON.numberNode(schema.path("minimum").asLong() - 1));
        }
        if (schema.has("maxLength")) {
            values.add(JSON.textNode("x".repeat(schema.path("maxLength").asInt() + 1)));
        }
        if (schema.has("maxItems")) {
            ArrayNode many = JSON.arrayNode();
            for (int i = 0; i <= schema.path("maxItems").asInt(); i++) {
                many.add("x" + i + ".example");
            }
            values.add(many);
        }
        return values;
    }

    /** The least that the schema allows. */
    private static ObjectNode valid(ApiDescription api, JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        for (JsonNode field : schema.path("required")) {
            JsonNode property = api.at(schema.path("properties").path(field.asText()));
            object.set(field.asText(), value(api, property));
        }
        return object;
    }

    private static JsonNode value(ApiDescription api, JsonNode schema) {
        if (schema.has("const")) {
            return schema.path("const");
        } else if (schema.has("pattern")) {
            return schema.at("/examples/0");
        }
        return switch (schema.path("type").asText()) {
            case "object" -> valid(api, schema);
            case "array" -> JSON.arrayNode();
            case "integer" -> JSON.numberNode(1);
            case "boolean" -> JSON.booleanNode(true);
            default -> JSON.textNode("x");
        };
    }
}
