package io.palyra.connectors.platform.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Reads JSON leniently: what is absent, or of another type than the platform says, is as good as not there. Never throws. */
public final class JsonFields {

    private JsonFields() {}

    /** Empty where there is none. */
    public static String text(JsonNode of, String field) {
        return of.path(field).asText("");
    }

    /** Its elements; none where it is no list. */
    public static JsonNode list(JsonNode of, String field) {
        JsonNode list = of.path(field);
        return list.isArray() ? list : MissingNode.getInstance();
    }

    /** Whether there is anything: a null is nothing. */
    public static boolean isThere(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }
}
