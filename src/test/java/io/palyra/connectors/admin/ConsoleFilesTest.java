package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A browser asks for the console's files, and somebody else for what else may be in the jar. */
class ConsoleFilesTest {

    private static final Path SOURCES = Path.of("src/main/resources/io/palyra/connectors/console");

    /** Over the wire, for all of it. */
    private static final int BYTES_MAX = 300 * 1024;

    private static final int LINE_CHARS_MAX = 125;

    private static final List<String> LIBRARIES = List.of(
            "lib/lit-html/lit-html.js",
            "lib/lit-html/directives/repeat.js",
            "lib/uplot/uPlot.esm.js",
            "lib/uplot/uPlot.min.css");

    private static ProgramUnderTest admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder)
                .settings(AdminSetup.tokensOfEachRole())
                .settings("palyra.console.base-path=/ops/palyra")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    private static HttpResponse<byte[]> get(int port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return get(admin.port(), path, headers);
    }

    @Test
    void areThereForEverybodyAndRunNothingFromElsewhere() throws Exception {
        HttpResponse<byte[]> page = get("/console/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(get("/console").headers().firstValue("Location")).hasValue("console/");
        assertThat(get("/ops/palyra").statusCode()).isEqualTo(get("/").statusCode());
        assertThat(get("/ops/palyra?x=1").statusCode()).isEqualTo(200);
    }

    @Test
    void areAskedForWithoutBeingSent() throws Exception {
        HttpResponse<byte[]> page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.port() + "/console/"))
                                .method("HEAD", BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEmpty();
    }

    @Test
    void areSentOnceAndPacked() throws Exception {
        HttpResponse<byte[]> first = get("/console/app.js", "Accept-Encoding", "gzip");
        assertThat(first.headers().firstValue("Content-Encoding")).hasValue("gzip");

        HttpResponse<byte[]> again = get(
                "/console/app.js",
                "If-None-Match",
                first.headers().firstValue("ETag").orElseThrow());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void areFewBytesAltogether() throws Exception {
        int bytes = 0;
        for (String file : Stream.concat(own().stream(), LIBRARIES.stream()).toList()) {
            HttpResponse<byte[]> answer = get("/console/" + file, "Accept-Encoding", "gzip");
            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            bytes += answer.body().length;
        }
        assertThat(bytes).isBetween(10_000, BYTES_MAX);
    }

    private static List<String> own() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> SOURCES.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }

    @Test
    void haveNoLineThatIsTooLongToRead() throws IOException {
        for (String file : own().stream().filter(name -> !name.endsWith(".svg")).toList()) {
            assertThat(Files.readAllLines(SOURCES.resolve(file))).as(file).allSatisfy(line -> assertThat(line)
                    .hasSizeLessThanOrEqualTo(LINE_CHARS_MAX));
        }
    }

    @Test
    void nothingElseOfTheJarIs() throws Exception {
        for (String path : List.of(
                "/console/../store/sql/inbox.sql",
                "/console/%2e%2e/store/sql/inbox.sql",
                "/console/..%2fstore%2fsql%2finbox.sql",
                "/console/lib/lit-html/../../../../io/palyra/connectors/console/app.js",
                "/console/lib/lit-html/package.json",
                "/console//etc/passwd",
                "/console/pages/",
                "/console/nothing.js",
                "/console/app.js%00.html",
                "/console/ConsoleFiles.class")) {
            assertThat(get(path).statusCode()).as(path).isIn(400, 401, 404);
        }
    }

    @Test
    void areThereBehindAProxyThatLeavesItsPath() throws Exception {
        assertThat(get("/ops/palyra/console/app.js").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> events = get("/ops/palyra/admin/v1/events?limit=1", AdminSetup.bearer("viewer"));
        assertThat(events.statusCode()).isEqualTo(200);
        assertThat(get("/ops/palyra/admin/v1/whoami").statusCode()).isEqualTo(401);
        assertThat(get("/ops/palyradmin/v1/whoami").statusCode()).isEqualTo(404);
        assertThat(cookiePath("")).isEqualTo("/ops/palyra/");
        assertThat(cookiePath("/ops/palyra")).isEqualTo("/ops/palyra/");
    }

    /** The page knows where it is; behind a proxy that takes its path away, the program does not. */
    @ParameterizedTest
    @CsvSource({"/console/, /", "/ops/palyra/console/, /ops/palyra/", "/elsewhere/, /ops/palyra/"})
    void aSessionIsForWhereTheConsoleIsOpen(String page, String path) throws Exception {
        assertThat(cookiePath("", SessionCookies.PAGE, page)).isEqualTo(path);
        assertThat(cookiePath("/ops/palyra", SessionCookies.PAGE, page)).isEqualTo(path);
    }

    private static String cookiePath(String base, String... headers) throws Exception {
        HttpRequest login = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + admin.port() + base + SessionCalls.SESSION))
                .headers(AdminSetup.bearer("viewer", headers))
                .POST(BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(login, BodyHandlers.discarding())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(".*; Path=([^;]*).*", "$1");
    }

    @Test
    void areGoneWhereTheConsoleIsOff(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest without =
                AdminSetup.in(folder).settings("palyra.console.enabled=false").start()) {
            assertThat(get(without.port(), "/console/").statusCode()).isEqualTo(404);
        }
    }
}
