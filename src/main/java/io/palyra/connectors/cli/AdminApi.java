package io.palyra.connectors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Calls the admin API of a running program. Every call blocks; what goes wrong is a {@link CliException}. */
final class AdminApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHANNELS = "/admin/v1/channels";
    private static final String DAEMON = "/admin/v1/daemon";
    private static final String JOBS = "/admin/v1/jobs";
    private static final String FAILURES = "/admin/v1/failures";
    private static final String SEARCH = "/admin/v1/search";
    private static final String STATISTICS = "/admin/v1/stats";
    private static final String NODES = "/admin/v1/nodes";
    private static final String ROUTES = "/admin/v1/routes";
    private static final String SETTINGS = "/admin/v1/settings";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longer than the longest wait of a test call. */
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private static final String HEALTH = "/observe/health/ready";

    /** A store that does not answer is down after two seconds. */
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(10);

    private static final int OPERATOR_CHARS_MAX = 128;

    /**
     * What was answered.
     *
     * @param text as it came
     * @param json missing where nothing came
     */
    record Answer(String text, JsonNode json) {}

    private final String url;
    private final Optional<String> token;
    private final String version;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    AdminApi(String url, Optional<String> token, String version) {
        this.url = url;
        this.token = token;
        this.version = version;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The path of one connector, or of something of it. */
    static String channel(String connectorId, String... rest) {
        StringBuilder path = new StringBuilder(CHANNELS).append('/').append(part("ID", connectorId));
        for (String part : rest) {
            path.append('/').append(part);
        }
        return path.toString();
    }

    static String channels() {
        return CHANNELS;
    }

    static String daemon() {
        return DAEMON;
    }

    static String jobs() {
        return JOBS;
    }

    static String failures() {
        return FAILURES;
    }

    static String search() {
        return SEARCH;
    }

    static String statistics() {
        return STATISTICS;
    }

    static String nodes() {
        return NODES;
    }

    static String routes() {
        return ROUTES;
    }

    static String settings() {
        return SETTINGS;
    }

    /**
     * One part of a path. A part that is empty or only dots would make it another call's path.
     *
     * @param parameter what the command calls it
     */
    static String part(String parameter, String text) {
        if (text.isBlank() || text.equals(".") || text.equals("..")) {
            throw new CliException(CliException.USAGE, parameter + " cannot be \"" + text + "\"");
        }
        return encode(text);
    }

    /** A value of a query. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Behind a path; what is empty is left out. */
    static String query(Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    Answer get(String path) {
        return call(request(path).GET());
    }

    /** Empty where there is no such message. */
    Optional<Answer> find(String path) {
        Answer answer = call(request(path).GET(), AdminApi::isUnknownMessage);
        return isUnknownMessage(answer.json()) ? Optional.empty() : Optional.of(answer);
    }

    private static boolean isUnknownMessage(JsonNode answer) {
        return answer.path("code").asText().equals("unknown_message");
    }

    /** What the health checks say, whether all is well or not. */
    Answer health() {
        return call(request(HEALTH).timeout(HEALTH_TIMEOUT).GET(), answer -> answer.has("checks"));
    }

    Answer delete(String path) {
        return call(request(path).DELETE());
    }

    Answer post(String path, ObjectNode body) {
        return call(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(url + path));
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    CliException.USAGE, "--url: " + url + " is no address; give one such as http://127.0.0.1:8080");
        }
        request.timeout(TIMEOUT).header("User-Agent", "palyra-cli/" + version).header("X-Palyra-Operator", operator());
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    private static String operator() {
        String user = System.getProperty("user.name", "").replaceAll("[^\\x21-\\x7e]", "?");
        return user.isEmpty() ? "?" : user.substring(0, Math.min(user.length(), OPERATOR_CHARS_MAX));
    }

    private Answer call(HttpRequest.Builder request) {
        return call(request, answer -> false);
    }

    /** @param isMeant whether it is an answer whatever its status says */
    private Answer call(HttpRequest.Builder request, Predicate<JsonNode> isMeant) {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(CliException.FAILED, "interrupted");
        }
        JsonNode json = parse(response.body());
        if (response.statusCode() >= 400 && !isMeant.test(json)) {
            throw Problems.of(url, response.statusCode(), json);
        }
        return new Answer(response.body(), json);
    }

    private CliException unreachable(IOException e) {
        String reason = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
        return new CliException(
                CliException.UNREACHABLE,
                "nobody answers at " + url + reason
                        + "; start the program with `palyra-connectors run`, or name another place with --url");
    }

    private static JsonNode parse(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
