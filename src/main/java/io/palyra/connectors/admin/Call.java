package io.palyra.connectors.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireFormat;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a handler sees of a request: nothing of it is tied to the connection or its thread.
 *
 * @param uri path and query as they came
 * @param passedOn what the node that passes it on has signed; null where the caller called here
 */
record Call(
        Map<String, String> path,
        Map<String, String> query,
        Buffer body,
        Caller caller,
        String uri,
        @Nullable SignedCall passedOn) {

    static final int LIMIT_MAX = 1000;
    static final int LIMIT_DEFAULT = 100;

    ConnectorId connectorId() {
        try {
            return ConnectorId.of(path.getOrDefault("id", ""));
        } catch (InvalidEnvelopeException e) {
            throw new ProblemException(ProblemCode.UNKNOWN_CONNECTOR, String.valueOf(e.getMessage()));
        }
    }

    EnvelopeId envelopeId() {
        try {
            return new EnvelopeId(path.getOrDefault("envelope", ""));
        } catch (InvalidEnvelopeException e) {
            throw new ProblemException(ProblemCode.UNKNOWN_MESSAGE, String.valueOf(e.getMessage()));
        }
    }

    long deadLetterId() {
        String number = path.getOrDefault("number", "");
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw new ProblemException(ProblemCode.UNKNOWN_DEAD_LETTER, "dead letters are known by a number");
        }
    }

    String jobId() {
        return path.getOrDefault("job", "");
    }

    String approvalId() {
        return path.getOrDefault("approval", "");
    }

    /** The same call, with one more parameter. */
    Call with(String name, String value) {
        Map<String, String> more = new HashMap<>(query);
        more.put(name, value);
        return new Call(path, more, body, caller, uri, passedOn);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A number of the query that is not negative, such as a time or the place to go on from. */
    Optional<Long> number(String name) {
        return query(name).map(text -> {
            if (!text.matches("\\d{1,18}")) {
                throw new InvalidEnvelopeException(name, "must be a number that is not negative", text);
            }
            return Long.parseLong(text);
        });
    }

    /** Whether the query asks for something that is not told otherwise. */
    boolean flag(String name) {
        return query(name)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new InvalidEnvelopeException(name, "must be true or false", text);
                })
                .orElse(false);
    }

    /** How many entries a list may have. */
    int limit() {
        Optional<String> stated = query("limit");
        try {
            return stated.isEmpty() ? LIMIT_DEFAULT : checkedLimit(Integer.parseInt(stated.get()));
        } catch (NumberFormatException e) {
            throw new InvalidEnvelopeException("limit", "must be a number from 1 to " + LIMIT_MAX);
        }
    }

    static int checkedLimit(int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new InvalidEnvelopeException(
                    "limit", "must be a number from 1 to " + LIMIT_MAX, String.valueOf(limit));
        }
        return limit;
    }

    /** Whether it only asks what it would do; for a body that was read before and so is valid. */
    boolean isDryRun() {
        return body.length() > 0
                && WireFormat.tree(body.getBytes()).path("dry_run").asBoolean();
    }

    /** For a call that takes no field. */
    private record NoFields() {}

    /** Refuses a body that says something, as the caller believes that it matters. */
    void noFields() {
        body(NoFields.class);
    }

    /**
     * The body as a value; an absent one is an object without fields.
     *
     * @param type a record
     * @throws InvalidEnvelopeException also where a field is not known
     */
    <T> T body(Class<T> type) {
        return WireFormat.convert(body.length() == 0 ? JsonNodeFactory.instance.objectNode() : bodyObject(type), type);
    }

    /** The body as a tree that may be changed, and has no fields but those of the record. */
    ObjectNode bodyObject(Class<?> type) {
        ObjectNode body = bodyObject();
        KnownFields.require(body, type);
        return body;
    }

    /** The body as a tree that may have any fields. */
    ObjectNode bodyObject() {
        JsonNode tree = WireFormat.tree(body.getBytes());
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidEnvelopeException("document", "must be an object");
    }
}
