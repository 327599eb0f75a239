package io.palyra.connectors.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body in which Discord refuses: {@code {"code": 50035, "message": "Invalid Form Body", "errors": {…}}}.
 *
 * @param code 0 where Discord has none, as for a path that it does not serve
 * @param fields what is wrong with which field, for people
 * @param speaksOfReply whether the message that ours answers is among the fields
 * @see <a href="https://docs.discord.com/developers/reference#error-messages">Discord: Error Messages</a>
 */
record RefusalBody(int code, String message, List<String> fields, boolean speaksOfReply) {

    private static final String ERRORS = "_errors";
    private static final int FIELDS_MAX = 5;
    private static final int DEPTH_MAX = 8;

    RefusalBody {
        fields = List.copyOf(fields);
    }

    /** Empty for a body of any other form. */
    static Optional<RefusalBody> of(HttpAnswer answer) {
        JsonNode body = answer.json();
        JsonNode code = body.path("code");
        JsonNode message = body.path("message");
        if (!code.isInt() || !message.isTextual()) {
            return Optional.empty();
        }
        JsonNode errors = body.path("errors");
        List<String> fields = new ArrayList<>();
        collect(errors, "", fields, 0);
        return Optional.of(
                new RefusalBody(code.intValue(), message.asText(), fields, errors.has(MessagePayload.REPLY)));
    }

    private static void collect(JsonNode errors, String path, List<String> fields, int depth) {
        if (fields.size() >= FIELDS_MAX || depth > DEPTH_MAX) {
            return;
        }
        errors.path(ERRORS)
                .forEach(error -> fields.add(path + ": " + error.path("message").asText()));
        errors.properties().stream()
                .filter(field -> !field.getKey().equals(ERRORS))
                .forEach(field -> collect(
                        field.getValue(),
                        path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                        fields,
                        depth + 1));
    }

    /** In one line. */
    String words() {
        return fields.isEmpty() ? message : message + " (" + String.join("; ", fields) + ")";
    }
}
