package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import java.time.Duration;

/** A refusal: its status stands in the body as well. */
final class TelegramError extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode parameters;

    private TelegramError(int status, String description, ObjectNode parameters) {
        super(description);
        this.status = status;
        this.parameters = parameters;
    }

    static TelegramError badRequest(String what) {
        return new TelegramError(400, "Bad Request: " + what, Json.object());
    }

    static TelegramError forbidden(String what) {
        return new TelegramError(403, "Forbidden: " + what, Json.object());
    }

    static TelegramError unauthorized() {
        return new TelegramError(401, "Unauthorized", Json.object());
    }

    static TelegramError notFound() {
        return new TelegramError(404, "Not Found", Json.object());
    }

    static TelegramError unknownMethod() {
        return new TelegramError(404, "Not Found: method not found", Json.object());
    }

    static TelegramError conflict(String what) {
        return new TelegramError(409, "Conflict: " + what, Json.object());
    }

    static TelegramError tooLarge() {
        return new TelegramError(413, "Request Entity Too Large", Json.object());
    }

    static TelegramError limited(Duration retryAfter) {
        long seconds = Long.parseLong(Fault.wholeSeconds(retryAfter));
        return new TelegramError(
                429, "Too Many Requests: retry after " + seconds, Json.object().put("retry_after", seconds));
    }

    static TelegramError upgraded(long to) {
        return new TelegramError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                Json.object().put("migrate_to_chat_id", to));
    }

    RestAnswer answer() {
        ObjectNode body = body(status, getMessage());
        if (!parameters.isEmpty()) {
            body.set("parameters", parameters);
        }
        RestAnswer answer = RestAnswer.json(status, body);
        return parameters.has("retry_after")
                ? answer.header("Retry-After", parameters.path("retry_after").asText())
                : answer;
    }

    static ObjectNode body(int status, String description) {
        return Json.object().put("ok", false).put("error_code", status).put("description", description);
    }
}
