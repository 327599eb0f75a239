package io.palyra.connectors.fake.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back over the wire; or what happens to the connection in place of an answer. */
@SuppressWarnings("ArrayRecordComponent") // Answers are not compared
public record RestAnswer(Ending ending, int status, Map<String, String> headers, byte[] body) {

    /** How an exchange ends. */
    public enum Ending {
        /** With an answer; the connection stays. */
        ANSWERED,
        /** With a TCP reset: the client sees "connection reset". */
        RESET,
        /** With the end of the stream: the client sees an unexpected end. */
        CLOSED,
        /** In the middle of the headers, with the end of the stream. */
        HEAD_CUT,
        /** In the middle of the body, with the end of the stream. */
        BODY_CUT,
        /** Never: a byte of the body comes now and then. */
        DRIPPING,
        /** Not at all: the client waits until it gives up. */
        SILENT
    }

    public RestAnswer {
        headers = Map.copyOf(headers);
    }

    public static RestAnswer json(int status, JsonNode body) {
        return new RestAnswer(Ending.ANSWERED, status, Map.of("Content-Type", "application/json"), Json.bytes(body));
    }

    public static RestAnswer ok(JsonNode body) {
        return json(200, body);
    }

    public static RestAnswer noContent() {
        return new RestAnswer(Ending.ANSWERED, 204, Map.of(), new byte[0]);
    }

    public static RestAnswer of(int status, String contentType, String body) {
        return bytes(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    public static RestAnswer bytes(int status, String contentType, byte[] body) {
        return new RestAnswer(Ending.ANSWERED, status, Map.of("Content-Type", contentType), body);
    }

    public static RestAnswer none(Ending ending) {
        return new RestAnswer(ending, 0, Map.of(), new byte[0]);
    }

    /** Not from a proxy before the platform: only the platform itself answers in JSON. */
    public boolean isJson() {
        return "application/json".equals(headers.get("Content-Type"));
    }

    public RestAnswer ending(Ending nowEnding) {
        return new RestAnswer(nowEnding, status, headers, body);
    }

    public RestAnswer header(String name, String value) {
        return with(Map.of(name, value));
    }

    /** Adds headers, but leaves the ones that it has. */
    public RestAnswer with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(headers);
        return new RestAnswer(ending, status, all, body);
    }
}
