package io.palyra.connectors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls the admin API of a running program. Every call blocks; what goes wrong is a {@link CliException}. By the older client of
 * the JDK: the newer one needs half a second before its first request, which is longer than the rest of a command.
 */
final class AdminApi {

    static {
        // It would send a call again whose answer did not come, and perhaps do something twice
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHANNELS = "/admin/v1/channels";
    private static final String KINDS = "/admin/v1/kinds";
    private static final String DAEMON = "/admin/v1/daemon";
    private static final String EVENTS = "/admin/v1/events";
    private static final String APPROVALS = "/admin/v1/approvals";
    private static final String JOBS = "/admin/v1/jobs";
    private static final String FAILURES = "/admin/v1/failures";
    private static final String SEARCH = "/admin/v1/search";
    private static final String STATISTICS = "/admin/v1/stats";
    private static final String NODES = "/admin/v1/nodes";
    private static final String ROUTES = "/admin/v1/routes";
    private static final String SETTINGS = "/admin/v1/settings";
    private static final String WHO_AM_I = "/admin/v1/whoami";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longer than the longest wait of a test call. */
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private static final String HEALTH = "/observe/health/ready";

    /** A store that does not answer is down after two seconds. */
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(10);

    private static final int OPERATOR_CHARS_MAX = 128;

    /** A failure is whatever has this status or a greater one. */
    private static final int BAD_REQUEST = 400;

    private static final byte[] NO_BODY = {};

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
    private final TypedCommand typed;
    private final ProgramTime time;

    /**
     * @param typed what asks
     * @param time learns from each answer
     */
    AdminApi(String url, Optional<String> token, String version, TypedCommand typed, ProgramTime time) {
        this.url = url;
        this.token = token;
        this.version = version;
        this.typed = typed;
        this.time = time;
    }

    /** By the clock that what is stored goes by, in Unix milliseconds; asks for it where no answer has told it yet. */
    long now() {
        if (!time.isKnown()) {
            call(request("GET", WHO_AM_I, TIMEOUT), NO_BODY, answer -> true);
        }
        return time.millis();
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

    /** How a connector of a kind is set up. */
    static String setup(String kind) {
        return KINDS + "/" + part("KIND", kind) + "/setup";
    }

    static String probe() {
        return CHANNELS + "/probe";
    }

    static String daemon() {
        return DAEMON;
    }

    static String eventStream() {
        return EVENTS + "/stream";
    }

    static String events() {
        return EVENTS;
    }

    static String approvals() {
        return APPROVALS;
    }

    static String approval(String approvalId) {
        return APPROVALS + "/" + part("APPROVAL", approvalId);
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

    static String whoAmI() {
        return WHO_AM_I;
    }

    /**
     * One part of a path. A part that is empty would make it another call's path, and so would dots alone, which have a tilde
     * before them there.
     *
     * @param parameter what the command calls it
     */
    static String part(String parameter, String text) {
        if (text.isBlank()) {
            throw new CliException(CliException.USAGE, parameter + " cannot be \"" + text + "\"");
        }
        return encode(text.matches("~*\\.{1,2}") ? "~" + text : text);
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
        return call(request("GET", path, TIMEOUT), NO_BODY, answer -> false);
    }

    /** Empty where there is no such message. */
    Optional<Answer> find(String path) {
        Answer answer = call(request("GET", path, TIMEOUT), NO_BODY, AdminApi::isUnknownMessage);
        return isUnknownMessage(answer.json()) ? Optional.empty() : Optional.of(answer);
    }

    private static boolean isUnknownMessage(JsonNode answer) {
        return answer.path("code").asText().equals("unknown_message");
    }

    /**
     * The lines of an answer that does not end by itself.
     *
     * @param silence after which the connection counts as lost
     * @throws CliException also where the connection is lost
     */
    void lines(String path, Duration silence, Consumer<String> line) {
        HttpURLConnection request = request("GET", path, silence);
        try {
            if (request.getResponseCode() >= BAD_REQUEST) {
                throw Problems.of(url, request.getResponseCode(), parse(text(request.getErrorStream())), typed);
            }
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(request.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(line);
            }
        } catch (IOException | UncheckedIOException e) {
            throw unreachable(e);
        } finally {
            request.disconnect();
        }
    }

    /** What the health checks say, whether all is well or not. */
    Answer health() {
        return call(request("GET", HEALTH, HEALTH_TIMEOUT), NO_BODY, answer -> answer.has("checks"));
    }

    Answer delete(String path) {
        return call(request("DELETE", path, TIMEOUT), NO_BODY, answer -> false);
    }

    Answer post(String path, ObjectNode body) {
        HttpURLConnection request = request("POST", path, TIMEOUT);
        request.setRequestProperty("Content-Type", "application/json");
        return call(request, body.toString().getBytes(StandardCharsets.UTF_8), answer -> false);
    }

    private HttpURLConnection request(String method, String path, Duration timeout) {
        try {
            if (!(URI.create(url + path).toURL().openConnection() instanceof HttpURLConnection request)) {
                throw noAddress();
            }
            request.setRequestMethod(method);
            request.setInstanceFollowRedirects(false);
            request.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
            request.setReadTimeout((int) timeout.toMillis());
            request.setRequestProperty("Accept", "application/json, application/problem+json");
            request.setRequestProperty("User-Agent", "palyra-cli/" + version);
            request.setRequestProperty("X-Palyra-Operator", operator());
            token.ifPresent(value -> request.setRequestProperty("Authorization", "Bearer " + value));
            return request;
        } catch (IllegalArgumentException | IOException e) {
            throw noAddress();
        }
    }

    private CliException noAddress() {
        return new CliException(
                CliException.USAGE, "--url: " + url + " is no address; give one such as http://127.0.0.1:8080");
    }

    private static String operator() {
        String user = System.getProperty("user.name", "").replaceAll("[^\\x21-\\x7e]", "?");
        return user.isEmpty() ? "?" : user.substring(0, Math.min(user.length(), OPERATOR_CHARS_MAX));
    }

    /** @param isMeant whether it is an answer whatever its status says */
    private Answer call(HttpURLConnection request, byte[] body, Predicate<JsonNode> isMeant) {
        int status;
        String text;
        try {
            if (body.length > 0) {
                request.setDoOutput(true);
                try (OutputStream out = request.getOutputStream()) {
                    out.write(body);
                }
            }
            status = request.getResponseCode();
            time.learn(request.getHeaderField("Date"));
            text = text(status < BAD_REQUEST ? request.getInputStream() : request.getErrorStream());
        } catch (IOException e) {
            throw unreachable(e);
        }
        JsonNode json = parse(text);
        if (status >= BAD_REQUEST && !isMeant.test(json)) {
            throw Problems.of(url, status, json, typed);
        }
        return new Answer(text, json);
    }

    /** @param stream null where there is no body */
    private static String text(@Nullable InputStream stream) throws IOException {
        if (stream == null) {
            return "";
        }
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private CliException unreachable(Exception e) {
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
