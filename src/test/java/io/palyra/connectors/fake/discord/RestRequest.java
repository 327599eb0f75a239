package io.palyra.connectors.fake.discord;

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
 * @param path below {@code /api/v10}, still percent encoded
 * @param query without its question mark
 * @param headers names without regard to case
 */
public record RestRequest(String method, String path, String query, Map<String, String> headers, byte[] content) {

    private static final String VERSION = "/api/v10";

    @SuppressWarnings("ArrayRecordComponent") // Requests are not compared
    public RestRequest {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    static RestRequest of(String method, String target, Map<String, String> headers, byte[] content) {
        String[] parts = target.split("\\?", 2);
        String path = parts[0].startsWith(VERSION) ? parts[0].substring(VERSION.length()) : parts[0];
        return new RestRequest(method, path, parts.length > 1 ? parts[1] : "", headers, content);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public String body() {
        return new String(content, StandardCharsets.UTF_8);
    }

    boolean isMultipart() {
        return header("Content-Type").orElse("").startsWith("multipart/");
    }

    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
        }
        return parameters;
    }

    JsonNode json() throws DiscordError {
        return json(body());
    }

    static JsonNode json(String text) throws DiscordError {
        try {
            JsonNode node = Json.parse(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw DiscordError.invalidJson();
        }
        throw DiscordError.invalidJson();
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
