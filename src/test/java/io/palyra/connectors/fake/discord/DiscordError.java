package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import org.jspecify.annotations.Nullable;

/** A refusal as Discord words it: an HTTP status, a code of its own, and for 50035 the fields. */
public final class DiscordError extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode body;

    private DiscordError(int status, int code, String message, @Nullable ObjectNode errors) {
        super(message, null, false, false);
        this.status = status;
        body = Json.object().put("message", message).put("code", code);
        if (errors != null) {
            body.set("errors", errors);
        }
    }

    private DiscordError(int status, int code, String message) {
        this(status, code, message, null);
    }

    RestAnswer answer() {
        return RestAnswer.json(status, body);
    }

    static DiscordError unauthorized() {
        return new DiscordError(401, 0, "401: Unauthorized");
    }

    static DiscordError notFound() {
        return new DiscordError(404, 0, "404: Not Found");
    }

    static DiscordError methodNotAllowed() {
        return new DiscordError(405, 0, "405: Method Not Allowed");
    }

    static DiscordError unknownChannel() {
        return new DiscordError(404, 10003, "Unknown Channel");
    }

    static DiscordError unknownGuild() {
        return new DiscordError(404, 10004, "Unknown Guild");
    }

    static DiscordError unknownMember() {
        return new DiscordError(404, 10007, "Unknown Member");
    }

    static DiscordError unknownMessage() {
        return new DiscordError(404, 10008, "Unknown Message");
    }

    static DiscordError unknownUser() {
        return new DiscordError(404, 10013, "Unknown User");
    }

    static DiscordError missingAccess() {
        return new DiscordError(403, 50001, "Missing Access");
    }

    static DiscordError anotherUsersMessage() {
        return new DiscordError(403, 50005, "Cannot edit a message authored by another user");
    }

    static DiscordError emptyMessage() {
        return new DiscordError(400, 50006, "Cannot send an empty message");
    }

    static DiscordError cannotMessageThisUser() {
        return new DiscordError(403, 50007, "Cannot send messages to this user");
    }

    static DiscordError missingPermissions() {
        return new DiscordError(403, 50013, "Missing Permissions");
    }

    static DiscordError invalidJson() {
        return new DiscordError(400, 50109, "The request body contains invalid JSON.");
    }

    static DiscordError replyWithoutHistory() {
        return new DiscordError(403, 160002, "Cannot reply without permission to read message history");
    }

    static DiscordError invalidField(String field, String code, String message) {
        ObjectNode errors = Json.object();
        errors.putObject(field)
                .putArray("_errors")
                .addObject()
                .put("code", code)
                .put("message", message);
        return new DiscordError(400, 50035, "Invalid Form Body", errors);
    }
}
