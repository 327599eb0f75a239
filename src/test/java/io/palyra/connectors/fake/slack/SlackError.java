package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.Collection;
import java.util.Map;

/** A refusal, with a good status. */
@SuppressWarnings("serial") // Never serialised
final class SlackError extends Exception {

    private final ObjectNode body;

    SlackError(String error) {
        this(error, Map.of());
    }

    private SlackError(String error, Map<String, String> more) {
        super(error);
        body = Json.object().put("ok", false).put("error", error);
        more.forEach(body::put);
    }

    static SlackError missingScope(String needed, Collection<String> provided) {
        return new SlackError("missing_scope", Map.of("needed", needed, "provided", String.join(",", provided)));
    }

    ObjectNode body() {
        return body;
    }
}
