package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestRequest;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Web API.
 *
 * @param arguments of the form or the JSON, and of the query
 * @param workspace that of the bot token; null for an app token
 */
record Call(
        RestRequest request, JsonNode arguments, @Nullable Team workspace) {

    /** Answers a request, or refuses it. The answer needs no {@code ok}. */
    @FunctionalInterface
    interface Handler {
        ObjectNode answer(Call call) throws SlackError;
    }

    static JsonNode arguments(RestRequest request) throws SlackError {
        ObjectNode arguments = Json.object();
        add(arguments, request.query());
        if (request.header("Content-Type").orElse("").startsWith("application/json")) {
            arguments.setAll((ObjectNode) request.json().orElseThrow(() -> new SlackError("invalid_json")));
        } else {
            add(arguments, request.body());
        }
        return arguments;
    }

    private static void add(ObjectNode arguments, String form) {
        RestRequest.form(form).forEach((name, value) -> {
            if (!name.isEmpty()) {
                arguments.put(name, value);
            }
        });
    }

    /** {@code Authorization: Bearer}, or the argument {@code token}; empty without. */
    static String token(RestRequest request, JsonNode arguments) {
        return request.header("Authorization")
                .map(header -> header.replaceFirst("(?i)^Bearer ", ""))
                .orElseGet(() -> arguments.path("token").asText(""));
    }

    Team team() {
        return Objects.requireNonNull(workspace, "of an app token");
    }

    /** Empty if it is not there. */
    String text(String name) {
        JsonNode value = arguments.path(name);
        return value.isContainerNode() ? Json.write(value) : value.isNull() ? "" : value.asText("");
    }

    String required(String name) throws SlackError {
        if (text(name).isEmpty()) {
            throw new SlackError("invalid_arguments");
        }
        return text(name);
    }

    boolean has(String name) {
        return !text(name).isEmpty();
    }

    boolean flag(String name, boolean otherwise) {
        return has(name) ? Set.of("1", "true").contains(text(name)) : otherwise;
    }

    int number(String name, int otherwise) throws SlackError {
        try {
            return has(name) ? Integer.parseInt(text(name)) : otherwise;
        } catch (NumberFormatException e) {
            throw new SlackError("invalid_arguments");
        }
    }

    /** JSON, which forms carry as text. */
    JsonNode json(String name, String error) throws SlackError {
        try {
            return Json.parse(text(name));
        } catch (JsonProcessingException e) {
            throw new SlackError(error);
        }
    }
}
