package io.palyra.connectors.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The forms of {@code palyra.store.url}: a SQLite file, or a database of a PostgreSQL server. */
final class StoreUrl {

    static final String POSTGRESQL = "jdbc:postgresql:";

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String FILE = "jdbc:sqlite:<file>";
    private static final String SERVER = "jdbc:postgresql://<host>[:<port>]/<database>";

    private static final Pattern NEARLY_POSTGRESQL = Pattern.compile("(jdbc:)?(postgre\\w*|pgsql|pg):.*");
    private static final Pattern NEARLY_SQLITE = Pattern.compile("(jdbc:)?sqlite\\w*:.*");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\[\\]:%\\s]+)(:(\\d{1,5}))?");

    /** Of a database: other drivers take options that way. */
    private static final Pattern OPTIONS_IN_NAME = Pattern.compile(".*[?;&=].*");

    /** By the name of the driver's option; the URL is shown in logs. */
    private static final Map<String, String> NOT_IN_URL = Map.of(
            "user", "the user is palyra.store.username",
            "password", "the password is palyra.store.password, a reference such as {{env:STORE_PASSWORD}}",
            "sslpassword", "a URL is shown in logs, so take a client key (sslkey) that needs no password");

    private StoreUrl() {}

    /** @throws IllegalArgumentException as a {@link ValueParser} does */
    static String parse(String url) {
        if (url.startsWith(POSTGRESQL)) {
            refuseBadServer(url.substring(POSTGRESQL.length()));
        } else if (url.startsWith(SQLITE)) {
            refuseBadFile(url.substring(SQLITE.length()));
        } else if (NEARLY_POSTGRESQL.matcher(url.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException(SERVER);
        } else if (NEARLY_SQLITE.matcher(url.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException(FILE);
        } else {
            throw new IllegalArgumentException(FILE + " or " + SERVER + ": no other database can hold the store");
        }
        return url;
    }

    private static void refuseBadFile(String file) {
        if (file.isBlank()) {
            throw new IllegalArgumentException(FILE + ": with a file");
        }
        if (file.startsWith(":")) {
            throw new IllegalArgumentException(FILE + ": a file; in memory nothing would outlast the program");
        }
        if (file.startsWith("file:")) {
            throw new IllegalArgumentException(FILE + ": the path of a file, without file:");
        }
        if (file.contains("?")) {
            throw new IllegalArgumentException(FILE + ": no parameters, and no ? in the file's name; what can be"
                    + " chosen about SQLite is palyra.store.synchronous");
        }
        if (file.endsWith("/")) {
            throw new IllegalArgumentException(FILE + ": a file, not a folder");
        }
    }

    private static void refuseBadServer(String rest) {
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        if (!place.startsWith("//")) {
            throw new IllegalArgumentException(SERVER + ": with // and a host");
        }
        int slash = place.indexOf('/', 2);
        String hosts = place.substring(2, slash < 0 ? place.length() : slash);
        if (place.contains("@") || decoded(hosts).contains("@")) {
            throw new IllegalArgumentException(
                    SERVER + ": without a user and a password, which are palyra.store.username and"
                            + " palyra.store.password, a reference such as {{env:STORE_PASSWORD}}");
        }
        if (slash < 0 || place.substring(slash + 1).isBlank()) {
            throw new IllegalArgumentException(SERVER + ": with a database");
        }
        if (OPTIONS_IN_NAME.matcher(decoded(place.substring(slash + 1))).matches()) {
            throw new IllegalArgumentException(SERVER + ": with options behind a ?, and & between them");
        }
        Stream.of(hosts.split(",", -1)).forEach(StoreUrl::refuseBadHost);
        if (question >= 0) {
            Stream.of(rest.substring(question + 1).split("&", -1)).forEach(StoreUrl::refuseBadOption);
        }
    }

    private static void refuseBadHost(String host) {
        var parts = HOST.matcher(host);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    SERVER + ": with a host, such as localhost, an IPv6 address in [], several of them by commas");
        }
        String port = parts.group(3);
        if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > Settings.Http.MAX_PORT)) {
            throw new IllegalArgumentException(SERVER + ": with a port from 1 to " + Settings.Http.MAX_PORT);
        }
    }

    private static void refuseBadOption(String option) {
        String name = decoded(option).replaceFirst("(?s)=.*", "");
        String reason = NOT_IN_URL.get(name.toLowerCase(Locale.ROOT));
        if (reason != null) {
            throw new IllegalArgumentException(SERVER + " without " + name + ": " + reason);
        }
    }

    /** Also where the driver does not decode: who writes a password so means it, and it would be shown. */
    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    /** Without the values of its options, and whatever may be a user and a password before the host. */
    static String shown(String url) {
        return url.replaceFirst("(?s)//.*(@|%40)", "//…@")
                .replaceFirst("(?s)\\?[^=]*$", "?…")
                .replaceFirst("(?is)(=|%3D).*", "=…");
    }
}
