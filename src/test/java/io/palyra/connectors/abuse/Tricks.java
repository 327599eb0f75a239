package io.palyra.connectors.abuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Spellings that have fooled servers. */
final class Tricks {

    static final String ECHO = "/admin/v1/channels/echo:default";

    /** In wrong tokens: a mistyped right one belongs into no answer and no log. */
    static final String CANARY = "canary-5e1f";

    /** More than what is read and dropped of a body that is too large. */
    static final int HUGE_BYTES = 24 * 1024 * 1024;

    static final List<String> PATHS = List.of(
            "/observe/../admin/v1/channels",
            "/observe/%2e%2e/admin/v1/channels",
            "/observe/..%2fadmin/v1/channels",
            "//admin//v1//channels",
            "/admin/v1/channels/%00",
            "/admin/v1/channels/..%5c..%5cetc%5cpasswd",
            "/admin/v1/channels/../../../../etc/passwd",
            "/admin/v1/channels/echo:default;a=b",
            "/admin/v1/channels/%ff%fe",
            "/admin/v1/channels/%zz",
            "/admin/v1/channels/" + "x".repeat(3_000),
            "/admin/v1/channels/" + "x".repeat(9_000),
            "/admin/v1/channels?limit=" + "9".repeat(300),
            ECHO + "/logs?limit=-1&limit=1000&level=%00&since_unix_ms=1e9",
            ECHO + "/dead-letters?reason_contains=%25%25%25%27%3B--",
            ECHO + "/messages/outbox/%0d%0aX-Evil:1",
            "http://evil.example/admin/v1/channels",
            "/openapi.json/..;/admin/v1/channels");

    /** None of them is a file of the console but the first two. */
    static final List<String> CONSOLE_PATHS = List.of(
            "/console/",
            "/console/app.js?x=" + "y".repeat(3_000),
            "/console/../admin/v1/channels",
            "/console/%2e%2e/admin/v1/channels",
            "/console/..%2f..%2fapplication.properties",
            "/console/..%5c..%5capplication.properties",
            "/console/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            "/console/%252e%252e/%252e%252e/etc/passwd",
            "/console//etc/passwd",
            "/console/file:/etc/passwd",
            "/console/app.js%00.html",
            "/console/app.js%0d%0aX-Evil:1",
            "/console/app.js;a=b",
            "/console/APP.JS",
            "/console/pages/",
            "/console/pages/../../store/sql/approvals.sql",
            "/console/META-INF/MANIFEST.MF",
            "/console/%ff%fe",
            "/console/%zz",
            "/console/" + "x".repeat(9_000),
            "/console/" + "a/".repeat(3_000));

    /** For the name of ours stands {@code palyra}. */
    static final List<String> COOKIES = List.of(
            "Cookie: palyra=",
            "Cookie: palyra",
            "Cookie: palyra=" + CANARY + "; palyra=" + CANARY,
            "Cookie: palyra=%00%0d%0a",
            "Cookie: palyra=\"" + CANARY + "; Path=/\"",
            "Cookie: palyra=" + "x".repeat(7_000),
            "Cookie: " + "palyra=x; ".repeat(400),
            "Cookie: =;;=;",
            "Cookie: palyra=' OR 1=1 --",
            "Cookie: palyra=\u0001",
            "Cookie: palyra=\u00ff\u00fe");

    static final List<String> HEADERS = List.of(
            "Host: evil.example",
            "Host: localhost\r\nHost: localhost",
            "Authorization: Bearer",
            "Authorization: Bearer " + "x".repeat(6_000),
            "X-Large: " + "x".repeat(64 * 1024),
            "X: y\r\n".repeat(999) + "X: y",
            "X-Folded: a\r\n b",
            "X-Control: \u0001\u0002",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13",
            "Expect: 100-continue",
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: -1",
            "X-Palyra-Operator: " + "o".repeat(5_000),
            Hostility.raw("X-Palyra-Operator: \u202eroot"),
            "X-Palyra-Operator: a\nX-Evil: b",
            "X-Palyra-Operator: a\rb",
            "Authorization: Bearer a\r\nAuthorization: Bearer b",
            "X-Forwarded-For: " + "127.0.0.1, ".repeat(600),
            "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: localhost",
            "Range: bytes=0-18446744073709551615",
            "Accept-Encoding: " + "gzip, ".repeat(500),
            ": empty",
            "No colon");

    static final List<String> REQUEST_LINES = List.of(
            "TRACE /admin/v1/channels HTTP/1.1",
            "CONNECT localhost:22 HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "PATCH " + ECHO + " HTTP/1.1",
            "POST /console/app.js HTTP/1.1",
            "DELETE /console/ HTTP/1.1",
            "NONSENSE /admin/v1/channels HTTP/1.1",
            "GET /admin/v1/channels HTTP/9.9",
            "GET /admin/v1/channels",
            "GET  /admin/v1/channels  HTTP/1.1",
            "PRI * HTTP/2.0",
            "\u0000\u0001\u0002");

    static final List<String> CONTENT_TYPES = List.of(
            "Content-Type: text/plain",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Type: application/json; charset=utf-7",
            "Content-Type: application/json\r\nContent-Encoding: gzip",
            "Content-Type: " + "x".repeat(4_000),
            "Content-Type:",
            "Accept: application/json");

    static final List<String> QUERY_VALUES = List.of(
            "",
            "-1",
            "0",
            "1.5",
            "99999999999999999999",
            "%00",
            "%ff",
            "x",
            "outbox.*",
            "*,,*",
            "%27%3B--",
            "x".repeat(2_000));

    /** Nothing most of the time; bytes that are no UTF-8, or more JSON. */
    static final List<String> AFTER_BODIES = List.of("", "", "", "", "", "\u00ff\u00c0\u0080", "{}", "\u0000");

    /** A hundred megabytes of spaces. */
    static final String GZIP_BOMB = gzip(100);

    private static String gzip(int megabytes) {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] spaces = " ".repeat(1024 * 1024).getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < megabytes; i++) {
                gzip.write(spaces);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bomb.toString(StandardCharsets.ISO_8859_1);
    }

    private Tricks() {}
}
