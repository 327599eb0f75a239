package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody opens the console with a token, and somebody else would like to use that. */
@ParameterizedClass
@EnumSource(StoreUnderTest.class)
class ConsoleSessionTest {

    private static final String SESSION = "/admin/v1/session";
    private static final String WHO = "/admin/v1/whoami";
    private static final String PAUSE = ECHO + "/operations/queue/pause";

    @Parameter
    private StoreUnderTest database;

    @TempDir
    private Path folder;

    private ProgramUnderTest admin;
    private AdminClient client;

    @BeforeEach
    void start() throws Exception {
        admin = AdminSetup.in(folder)
                .on(database)
                .settings(AdminSetup.tokensOfEachRole())
                .start();
        client = admin.client();
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
    }

    private Reply open(String role, String... more) {
        return client.post(SESSION, "{}", AdminSetup.bearer(role, more));
    }

    private static String cookie(Reply opened) {
        return opened.header("Set-Cookie").replaceFirst(";.*", "");
    }

    private static String[] by(Reply opened) {
        return new String[] {"Cookie", cookie(opened), ConsoleSessions.CSRF, opened.text("/session/csrf")};
    }

    @Test
    void aCookieStandsForTheTokenThatOpenedIt() {
        Reply opened = open("operator");

        assertThat(opened.header("Set-Cookie"))
                .matches("palyra_session_" + admin.port()
                        + "=[0-9a-f]{64}; Max-Age=43200; Expires=[^;]+; Path=/; HTTPOnly; SameSite=Strict");
        assertThat(client.get(WHO, "Cookie", cookie(opened)).text("/name")).isEqualTo("operator");
        assertThat(client.post(PAUSE, "{}", by(opened)).status()).isEqualTo(200);
        assertThat(client.get("/admin/v1/events?event_type=operator.action&limit=1", by(opened))
                        .at("/events/0/details")
                        .toString())
                .contains("\"origin\":\"console\",\"operator\":\"operator\",\"proven\":true");
        assertThat(client.delete(ECHO, by(opened)).text("/code")).isEqualTo("forbidden");
    }

    @Test
    void behindHttpsItGoesOverHttpsOnly() {
        for (String proto : List.of("https", "https, http")) {
            assertThat(open("viewer", "X-Forwarded-Proto", proto).header("Set-Cookie"))
                    .contains("; Secure;");
        }
        assertThat(open("viewer", "X-Forwarded-Proto", "http, https").header("Set-Cookie"))
                .doesNotContain("Secure");
    }

    @Test
    void whatChangesSomethingComesFromAPageOfOurs() {
        Reply opened = open("operator");
        for (String[] headers : List.of(
                new String[] {"Cookie", cookie(opened)},
                new String[] {"Cookie", cookie(opened), ConsoleSessions.CSRF, "1"},
                new String[] {
                    "Cookie",
                    cookie(opened),
                    ConsoleSessions.CSRF,
                    open("operator").text("/session/csrf")
                })) {
            Reply refused = client.post(PAUSE, "{}", headers);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("/code")).isEqualTo("foreign_page");
        }
        Reply foreign = client.post(
                PAUSE,
                "{}",
                Stream.concat(Stream.of(by(opened)), Stream.of("Origin", "https://evil.example"))
                        .toArray(String[]::new));
        assertThat(foreign.text("/code")).isEqualTo("foreign_origin");
    }

    @Test
    void itEndsWhereItIsEnded() {
        Reply opened = open("operator");
        Reply other = open("operator");

        Reply ended = client.delete(SESSION, by(opened));

        assertThat(ended.header("Set-Cookie")).contains("=; Max-Age=0;");
        assertThat(client.get(WHO, by(opened)).status()).isEqualTo(401);
        assertThat(client.get(WHO, by(other)).status()).isEqualTo(200);
    }

    @Test
    void allOfATokenEndTogether() {
        Reply one = open("operator");
        Reply two = open("operator");
        Reply viewers = open("viewer");

        assertThat(client.delete(SESSION + "?all=true", by(one)).at("/sessions").asInt())
                .isEqualTo(2);

        assertThat(client.get(WHO, by(two)).status()).isEqualTo(401);
        assertThat(client.get(WHO, by(viewers)).status()).isEqualTo(200);
    }

    @Test
    void itOutlivesARestartAndNoChangeOfItsToken() throws Exception {
        Reply operators = open("operator");
        Reply viewers = open("viewer");

        admin.restart();
        client = admin.client();
        assertThat(open("viewer").status()).isEqualTo(200);
        assertThat(byName(operators)).isEqualTo(200);

        admin.restartWith(Stream.concat(
                        Stream.of(AdminSetup.tokensOfEachRole()),
                        Stream.of("palyra.admin.tokens.operator.token=another-t0ken"))
                .toArray(String[]::new));
        client = admin.client();
        assertThat(byName(operators)).isEqualTo(401);
        assertThat(byName(viewers)).isEqualTo(200);
    }

    /** The port is another one after a restart, and with it the cookie's name. */
    private int byName(Reply opened) {
        String secret = cookie(opened).replaceFirst(".*=", "");
        return client.get(WHO, "Cookie", SessionCookies.name(admin.port()) + "=" + secret)
                .status();
    }

    @Test
    void nobodyGivesACookieToABrowserBefore() {
        Reply fixed = client.get(WHO, "Cookie", SessionCookies.name(admin.port()) + "=" + "a".repeat(64));
        assertThat(fixed.status()).isEqualTo(401);
        assertThat(fixed.header("Set-Cookie")).contains("=; Max-Age=0;");

        Reply opened = open("viewer", "Cookie", SessionCookies.name(admin.port()) + "=" + "a".repeat(64));
        assertThat(cookie(opened)).doesNotContain("aaaaaaaa");
    }

    /** Pages of other ports of this host can put cookies beside ours, and those with a longer path come first. */
    @Test
    void cookiesBesideItStandInNobodysWay() {
        Reply opened = open("operator");

        for (String value : List.of("zz", "\"", "a".repeat(64))) {
            Reply seen = client.get(
                    WHO, "Cookie", SessionCookies.name(admin.port()) + "=" + value + "; theirs=x,y; " + cookie(opened));
            assertThat(seen.text("/name")).as(value).isEqualTo("operator");
        }
    }

    @Test
    void ofSeveralTheNewestLoginCounts(@TempDir Path other) throws Exception {
        SettableClock clock = new SettableClock(Instant.parse("2026-01-01T08:00:00Z"));
        try (ProgramUnderTest program = AdminSetup.in(other)
                .on(database)
                .settings(AdminSetup.tokensOfEachRole())
                .clock(clock)
                .start()) {
            Reply viewers = program.client().post(SESSION, "{}", AdminSetup.bearer("viewer"));
            clock.advance(Duration.ofSeconds(1));
            Reply operators = program.client().post(SESSION, "{}", AdminSetup.bearer("operator"));
            String both = cookie(viewers) + "; " + cookie(operators);

            for (String cookies : List.of(both, cookie(operators) + "; " + cookie(viewers))) {
                assertThat(program.client().get(WHO, "Cookie", cookies).text("/name"))
                        .isEqualTo("operator");
            }
            program.client().delete(SESSION, "Cookie", both, ConsoleSessions.CSRF, operators.text("/session/csrf"));
            assertThat(program.client().get(WHO, "Cookie", both).text("/name")).isEqualTo("viewer");
        }
    }

    @Test
    void whoLogsInOrOutIsRidOfCookiesBesideIt() {
        Reply opened = open("operator", "Cookie", SessionCookies.name(admin.port()) + "=zz");
        Reply ended = client.delete(SESSION, by(opened));

        assertThat(cookie(opened)).doesNotContain("zz");
        assertThat(taken(opened)).containsExactly("/admin", "/admin/", "/admin/v1", "/admin/v1/", "/admin/v1/session");
        assertThat(taken(ended))
                .containsExactly("/", "/admin", "/admin/", "/admin/v1", "/admin/v1/", "/admin/v1/session");
        assertThat(taken(open("operator"))).as("where none was shown").isEmpty();
    }

    /** Paths of the cookies that an answer takes back. */
    private static List<String> taken(Reply reply) {
        return reply.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.contains("=; Max-Age=0;"))
                .map(cookie -> cookie.replaceFirst(".*; Path=([^;]*).*", "$1"))
                .toList();
    }

    @Test
    void guessesAreSlowedDown() {
        Reply opened = open("operator");
        for (int i = 0; i < TokenAttempts.AT_ONCE; i++) {
            client.get(WHO, "Cookie", SessionCookies.name(admin.port()) + "=" + i);
        }
        assertThat(client.get(WHO, "Cookie", SessionCookies.name(admin.port()) + "=x")
                        .status())
                .isEqualTo(429);
        assertThat(open("viewer").status()).as("tokens are not limited by it").isEqualTo(200);
        assertThat(client.get(WHO, by(opened)).status())
                .as("nor are sessions that are there")
                .isEqualTo(200);
    }

    /** A page looks by itself every few seconds. */
    @Test
    void aUseRightAfterALookOfThePageKeepsItAlive(@TempDir Path other) throws Exception {
        SettableClock clock = new SettableClock(Instant.parse("2026-01-01T08:00:00Z"));
        try (ProgramUnderTest program = AdminSetup.in(other)
                .on(database)
                .settings(AdminSetup.tokensOfEachRole())
                .clock(clock)
                .start()) {
            Reply opened = program.client().post(SESSION, "{}", AdminSetup.bearer("viewer"));
            String[] cookie = {"Cookie", cookie(opened)};
            clock.advance(Duration.ofMinutes(10));
            program.client().get(WHO, "Cookie", cookie(opened), ConsoleSessions.REFRESH, "true");
            program.client().get(WHO, cookie);
            clock.advance(Duration.ofMinutes(55));
            program.restart();

            assertThat(program.client()
                            .get(WHO, "Cookie", cookie(opened).replaceFirst("\\d+=", program.port() + "="))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void noFileOfTheStoreHoldsIt() throws Exception {
        Reply opened = open("admin");
        admin.stop();

        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(cookie(opened).replaceFirst(".*=", ""));
            }
        }
    }

    @Test
    void itsStreamEndsWithIt() throws Exception {
        Reply opened = open("viewer");
        try (StreamClient stream = StreamClient.open(admin.port(), "", by(opened))) {
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");

            client.delete(SESSION, by(opened));

            await().until(() -> stream.end().equals("ended"));
        }
    }

    @Test
    void theConnectionOfItsStreamGoesOn() throws Exception {
        Reply opened = open("viewer");
        try (Socket connection = new Socket("127.0.0.1", admin.port())) {
            connection.setSoTimeout(20_000);
            write(connection, "GET " + StreamClient.STREAM, "Cookie: " + cookie(opened));
            Scanner answers = new Scanner(connection.getInputStream(), StandardCharsets.UTF_8);
            assertThat(answers.nextLine()).isEqualTo("HTTP/1.1 200 OK");
            client.delete(SESSION, by(opened));
            while (!answers.nextLine().equals("0")) {
                // What the stream had to say
            }
            answers.nextLine();

            write(connection, "GET " + WHO, String.join(": ", AdminSetup.bearer("viewer")));

            assertThat(answers.nextLine()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private static void write(Socket connection, String call, String header) throws IOException {
        connection
                .getOutputStream()
                .write((call + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void withoutTokensThereIsNothingToOpen(@TempDir Path other) throws Exception {
        try (ProgramUnderTest open = AdminSetup.in(other).start()) {
            assertThat(open.client().post(SESSION, "{}").status()).isEqualTo(409);
            assertThat(open.client().get(WHO).json().toString())
                    .isEqualTo("{\"role\":\"admin\",\"proven\":false,\"sees_text\":true}");
        }
    }
}
