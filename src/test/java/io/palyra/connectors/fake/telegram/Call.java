package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Multipart;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.http.Upload;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of the Bot API.
 *
 * @param method in lower case: its case does not count
 * @param arguments of the query, and of the JSON, the form or the parts of the body
 * @param uploads by the names of their parts
 */
record Call(String method, ObjectNode arguments, Map<String, Upload> uploads) {

    private static final Pattern PATH = Pattern.compile("/bot([^/]+)/([^/]+)/?");

    /** Answers a request, or refuses it. The answer is the {@code result}. */
    @FunctionalInterface
    interface Handler {
        JsonNode answer(Call call) throws TelegramError, InterruptedException;
    }

    /** The token in the path of a request; none if it is of another form. */
    static Optional<String> token(RestRequest request) {
        return group(request, 1);
    }

    /** In lower case. */
    static Optional<String> method(RestRequest request) {
        return group(request, 2).map(method -> method.toLowerCase(Locale.ROOT));
    }

    private static Optional<String> group(RestRequest request, int number) {
        Matcher path = PATH.matcher(request.path());
        return path.matches() ? Optional.of(RestRequest.decode(path.group(number))) : Optional.empty();
    }

    static Call of(RestRequest request) throws TelegramError {
        ObjectNode arguments = Json.object();
        add(arguments, request.parameters());
        String type = request.header("Content-Type").orElse("");
        Map<String, Upload> uploads = Map.of();
        if (request.isMultipart()) {
            Multipart parts = Multipart.read(request).orElseThrow(TelegramError::notFound);
            add(arguments, parts.fields());
            uploads = parts.uploads();
        } else if (type.startsWith("application/json") && request.content().length > 0) {
            arguments.setAll((ObjectNode)
                    request.json().orElseThrow(() -> TelegramError.badRequest("can't parse request JSON object")));
        } else {
            add(arguments, RestRequest.form(request.body()));
        }
        return new Call(method(request).orElse(""), arguments, uploads);
    }

    private static void add(ObjectNode arguments, Map<String, String> fields) {
        fields.forEach((name, value) -> {
            if (!name.isEmpty()) {
                arguments.put(name, value);
            }
        });
    }

    /** Empty if it is not there. */
    String text(String name) {
        JsonNode value = arguments.path(name);
        return value.isContainerNode() ? Json.write(value) : value.isNull() ? "" : value.asText("");
    }

    boolean has(String name) {
        return !text(name).isEmpty();
    }

    boolean flag(String name) {
        return isTrue(text(name));
    }

    static boolean isTrue(String text) {
        return Set.of("1", "true", "yes").contains(text.toLowerCase(Locale.ROOT));
    }

    /** What is no number counts as if it were not there. */
    long number(String name, long otherwise) {
        return parse(text(name), otherwise);
    }

    static long parse(String text, long otherwise) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** JSON, which forms carry as text; an empty object if it is not there. */
    JsonNode json(String name) throws TelegramError {
        JsonNode value = arguments.path(name);
        if (value.isContainerNode()) {
            return value;
        }
        try {
            return has(name) ? Json.parse(text(name)) : Json.object();
        } catch (JsonProcessingException e) {
            throw TelegramError.badRequest("can't parse " + name + " JSON object");
        }
    }
}
