package io.palyra.connectors.fake.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it came.
 *
 * @param path below the base of the API, still percent encoded
 * @param query without its question mark
 * @param headers names without regard to case
 */
public record RestRequest(String method, String path, String query, Map<String, String> headers, byte[] content) {

    @SuppressWarnings("ArrayRecordComponent") // Requests are not compared
    public RestRequest {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    static RestRequest of(String base, String method, String target, Map<String, String> headers, byte[] content) {
        String[] parts = target.split("\\?", 2);
        String path = parts[0].startsWith(base) ? parts[0].substring(base.length()) : parts[0];
        return new RestRequest(method, path, parts.length > 1 ? parts[1] : "", headers, content);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public String body() {
        return new String(content, StandardCharsets.UTF_8);
    }

    public boolean isMultipart() {
        return header("Content-Type").orElse("").startsWith("multipart/");
    }

    /** Of the query. */
    public Map<String, String> parameters() {
        return form(query);
    }

    /** The body as an object, if it is one. */
    public Optional<JsonNode> json() {
        return json(body());
    }

    public static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(Json.parse(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Names and values of {@code a=1&b=2}. */
    public static Map<String, String> form(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
        }
        return parameters;
    }

    public static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
