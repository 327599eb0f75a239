package io.palyra.connectors.abuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What strangers send: each kind writes one request of its sort on a connection of its own. */
enum Hostility {
    WRONG_TOKEN(
            (random, target) -> get("/admin/v1/channels", "Authorization: Bearer " + Tricks.CANARY + random.nextInt())),
    FOREIGN_HOST((random, target) -> "GET /admin/v1/channels HTTP/1.1\r\nHost: evil.example\r\n" + end(target)),
    FOREIGN_ORIGIN(
            (random, target) -> get("/admin/v1/channels", "Origin: https://evil.example", target.authorization())),
    PATH((random, target) -> get(pick(random, Tricks.PATHS), target.authorization())),
    HEADER((random, target) -> get("/admin/v1/channels", pick(random, Tricks.HEADERS), target.authorization())),
    CONSOLE_PATH((random, target) -> get(pick(random, Tricks.CONSOLE_PATHS), pick(random, Tricks.HEADERS))),
    WRONG_SESSION((random, target) ->
            get("/admin/v1/channels", "Cookie: " + target.cookie() + "=" + Tricks.CANARY + random.nextInt())),
    COOKIE((random, target) -> withBody(
            random.nextBoolean() ? "POST" : "DELETE",
            "/admin/v1/session",
            "",
            pick(random, Tricks.COOKIES).replace("palyra", target.cookie()),
            pick(random, List.of("X-Palyra-Csrf: " + Tricks.CANARY, "X-Palyra-Csrf:", "X: y")))),
    REQUEST_LINE((random, target) -> pick(random, Tricks.REQUEST_LINES) + "\r\nHost: localhost\r\n" + end(target)),
    CONTENT_TYPE((random, target) -> post(
            Tricks.ECHO + "/test", "{\"text\":\"x\"}", pick(random, Tricks.CONTENT_TYPES), target.authorization())),
    FUZZED_JSON((random, target) -> {
        DescribedCalls.Call call = DescribedCalls.OURS.pick(random);
        return withBody(
                call.method(),
                call.path(),
                raw(FuzzedJson.body(random)) + pick(random, Tricks.AFTER_BODIES),
                "Content-Type: application/json",
                target.authorization());
    }),
    GZIP_BOMB((random, target) -> post(
            Tricks.ECHO + "/test",
            Tricks.GZIP_BOMB,
            "Content-Type: application/json",
            "Content-Encoding: gzip",
            target.authorization())),
    PIPELINED((random, target) -> get(Tricks.ECHO, target.authorization())
                    .replace("Connection: close\r\n", "")
                    .repeat(random.nextInt(30))
            + get(Tricks.ECHO, target.authorization())),
    SENT_AHEAD((random, target) ->
            get("/observe/metrics", "X: y").replace("Connection: close\r\n", "").repeat(1_000)),
    CUT_SHORT((random, target) -> {
        String whole = post(Tricks.ECHO + "/test", "{\"text\":\"x\"}", target.authorization());
        return whole.substring(0, random.nextInt(whole.length()));
    }),
    STATED_HUGE((random, target) -> "POST " + Tricks.ECHO + "/test HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 104857600\r\n" + end(target)
            + "x".repeat(64 * 1024)),
    SENT_HUGE((random, target) -> "POST " + Tricks.ECHO + "/test HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: " + Tricks.HUGE_BYTES + "\r\n" + end(target)
            + "x".repeat(Tricks.HUGE_BYTES)),
    ENDLESS_CHUNKS((random, target) -> "POST " + Tricks.ECHO + "/test HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n" + end(target)
            + ("10000\r\n" + "x".repeat(0x10000) + "\r\n").repeat(80));

    /** Where to, and what the owner would show. */
    record Target(int port, String token) {

        String authorization() {
            return "Authorization: Bearer " + token;
        }

        /** The name of the console's cookie. */
        String cookie() {
            return "palyra_session_" + port;
        }
    }

    /** @param status that of HTTP, {@link #CLOSED} or {@link #LATE} */
    record Answer(int status, String text) {}

    /** The connection ended without an answer. */
    static final int CLOSED = 0;

    /** Nobody waited for the answer any longer. */
    static final int LATE = -1;

    /** Who guesses has not shown the right token: addresses of their own. Linux takes all of 127.0.0.0/8. */
    private static final Map<Hostility, String> GUESSERS =
            Map.of(WRONG_TOKEN, "127.0.0.2", WRONG_SESSION, "127.0.0.3", COOKIE, "127.0.0.4");

    private static final int READ_TIMEOUT_MS = 2_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d (\\d{3}) ");
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private final BiFunction<Random, Target, String> request;

    Hostility(BiFunction<Random, Target, String> request) {
        this.request = request;
    }

    /** Sends one and reads what comes back. */
    Answer send(Random random, Target target) throws IOException {
        return send(request.apply(random, target), target);
    }

    private Socket connect(Target target) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        String guesser = GUESSERS.get(this);
        return guesser == null
                ? new Socket(here, target.port())
                : new Socket(here, target.port(), InetAddress.getByName(guesser), 0);
    }

    private Answer send(String request, Target target) throws IOException {
        try (Socket socket = connect(target)) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            if (this == CUT_SHORT) {
                socket.shutdownOutput();
            }
            return read(socket.getInputStream());
        } catch (SocketException e) {
            return new Answer(CLOSED, "");
        }
    }

    static Answer read(Socket socket) throws IOException {
        socket.setSoTimeout(10 * READ_TIMEOUT_MS);
        try {
            return read(socket.getInputStream());
        } catch (SocketException e) {
            return new Answer(CLOSED, "");
        }
    }

    /** Until the connection ends, or as much of it as comes in time. */
    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] bytes = new byte[8192];
        boolean inTime = true;
        try {
            for (int count = in.read(bytes); count >= 0 && read.size() < ANSWER_BYTES_MAX; count = in.read(bytes)) {
                read.write(bytes, 0, count);
            }
        } catch (SocketTimeoutException e) {
            inTime = false;
        }
        Matcher status = STATUS.matcher(read.toString(StandardCharsets.UTF_8));
        return status.lookingAt()
                ? new Answer(Integer.parseInt(status.group(1)), read.toString(StandardCharsets.UTF_8))
                : new Answer(inTime ? CLOSED : LATE, read.toString(StandardCharsets.UTF_8));
    }

    static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers)
                + "\r\nConnection: close\r\n\r\n";
    }

    private static String post(String path, String body, String... headers) {
        return withBody("POST", path, body, headers);
    }

    private static String withBody(String method, String path, String body, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.length() + "\r\n" + String.join("\r\n", headers)
                + "\r\nConnection: close\r\n\r\n" + body;
    }

    private static String end(Target target) {
        return target.authorization() + "\r\nConnection: close\r\n\r\n";
    }

    /** One character for each byte on the wire. */
    static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String pick(Random random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
