package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The console's own files and those of its libraries, as they are in the jar. What was asked for once stays in memory, packed. They
 * say nothing that not everybody may know. For the event loop.
 */
final class ConsoleFiles {

    static final String CONSOLE = "/console/";

    /** No folder up, no hidden file: names that a file in the jar may have. */
    private static final Pattern FILE = Pattern.compile("((?:[a-z0-9_][a-z0-9_-]*/)*)([A-Za-z0-9_][A-Za-z0-9_.-]*)");

    private static final String OWN = "/io/palyra/connectors/console/";

    /** Where the files of each library are, by the folder of ours that they are served as. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "lib/lit-html/", "/META-INF/resources/webjars/lit-html/3.3.1/",
            "lib/uplot/", "/META-INF/resources/webjars/uplot/1.6.30/dist/");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    /** No script and no style but from a file, nothing from elsewhere, no frame around it. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            // Asked for each time, and sent only where it is another one
            "Cache-Control", "no-cache");

    private static final int FOUND_ELSEWHERE = 308;
    private static final int NOT_MODIFIED = 304;

    private record Packed(Buffer plain, Buffer gzip, String tag, String type) {}

    private final Map<String, Packed> files = new HashMap<>();

    /** Passes on what is no file of the console. */
    void answer(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String path = request.path();
        if (path.equals("/console")) {
            request.response()
                    .setStatusCode(FOUND_ELSEWHERE)
                    .putHeader("Location", "console/")
                    .end();
            return;
        }
        Optional<Packed> file = path.startsWith(CONSOLE) ? find(path.substring(CONSOLE.length())) : Optional.empty();
        file.ifPresentOrElse(found -> send(request, found), routing::next);
    }

    private static void send(HttpServerRequest request, Packed file) {
        HttpServerResponse response = request.response();
        HEADERS.forEach(response::putHeader);
        response.putHeader("ETag", file.tag()).putHeader("Vary", "Accept-Encoding");
        if (file.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        response.putHeader("Content-Type", file.type());
        if (Gzip.isTaken(request)) {
            response.putHeader("Content-Encoding", "gzip").end(file.gzip());
        } else {
            response.end(file.plain());
        }
    }

    private Optional<Packed> find(String path) {
        String name = path.isEmpty() ? "index.html" : path;
        Packed known = files.get(name);
        if (known == null) {
            known = read(name);
            if (known != null) {
                files.put(name, known);
            }
        }
        return Optional.ofNullable(known);
    }

    private static @Nullable Packed read(String name) {
        Matcher parts = FILE.matcher(name);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !parts.matches()) {
            return null;
        }
        try (InputStream file = ConsoleFiles.class.getResourceAsStream(resource(name))) {
            return file == null ? null : pack(file.readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        return LIBRARIES.entrySet().stream()
                .filter(library -> name.startsWith(library.getKey()))
                .map(library ->
                        library.getValue() + name.substring(library.getKey().length()))
                .findFirst()
                .orElse(OWN + name);
    }

    private static Packed pack(byte[] plain, String type) {
        return new Packed(Buffer.buffer(plain), Gzip.pack(plain), '"' + Sha256.hex(plain) + '"', type);
    }
}
