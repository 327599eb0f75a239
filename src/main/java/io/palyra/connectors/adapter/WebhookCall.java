package io.palyra.connectors.adapter;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A request that came in for a connector, as it was sent. Immutable but for the bytes, which are not copied.
 *
 * <p>Signatures are made over {@link #body()}; compare them with {@link java.security.MessageDigest#isEqual}, not with
 * {@code equals}, whose time tells how much was right.
 */
public final class WebhookCall {

    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    /**
     * @param method in capitals
     * @param path what follows {@code /connectors/<kind>/<name>}, with its slash; empty where nothing does
     * @param query as it was sent, without the question mark; empty where there is none
     * @param headers their names in any case
     * @param body at most 1 MiB
     */
    public WebhookCall(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        this.headers = Collections.unmodifiableMap(copy);
        this.body = body;
    }

    public String method() {
        return method;
    }

    /** What follows {@code /connectors/<kind>/<name>}: empty, or {@code /events}. */
    public String path() {
        return path;
    }

    /** As it was sent. */
    public String query() {
        return query;
    }

    /** The first value of a parameter of the query, decoded. */
    public Optional<String> parameter(String name) {
        return Stream.of(query.split("&"))
                .map(part -> part.split("=", 2))
                .filter(part -> decoded(part[0]).equals(name))
                .map(part -> part.length == 2 ? decoded(part[1]) : "")
                .findFirst();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Every value by the name of the header, in whatever case it is asked for. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The value of a header that is there once. One that was sent several times is nobody's: a signature, say, is refused so. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** The bytes as they came. */
    public byte[] body() {
        return body;
    }

    /** The bytes as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Not the rest, which may be secret. */
    @Override
    public String toString() {
        return method + " " + path + " (" + body.length + " bytes)";
    }
}
