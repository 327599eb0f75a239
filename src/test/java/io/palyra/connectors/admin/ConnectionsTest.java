package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.program.AdminServerStarter;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.server.Connections;
import io.palyra.connectors.server.PipeliningLimit;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections of real clients that do not behave, against limits that are soon reached. */
class ConnectionsTest {

    private static final Connections.Limits LIMITS = new Connections.Limits(3, 2, Duration.ofSeconds(2));
    private static final String ELSEWHERE = "127.0.0.2";
    private static final String DESCRIPTION = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String SIGNPOST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    Path folder;

    private ProgramUnderTest admin;

    @BeforeEach
    void start() throws Exception {
        admin = AdminSetup.in(folder).admin(this::serve).start();
    }

    private AdminServer serve(ConnectorApplication application) {
        AdminServer server = new AdminServer(
                AdminServerStarter.services(application),
                AdminServerStarter.options(application),
                LIMITS,
                EventStreams.Limits.DEFAULT);
        server.start();
        application.beforeStop(server::close);
        return server;
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
    }

    @Test
    void takesSoManyFromOneAddressAndFromAll() throws Exception {
        try (Socket first = open("127.0.0.1");
                Socket second = open("127.0.0.1");
                Socket third = open("127.0.0.1");
                Socket elsewhere = open(ELSEWHERE);
                Socket tooMany = open("127.0.0.3")) {
            assertThat(answer(first, SIGNPOST)).startsWith("HTTP/1.1 200 ");
            assertThat(answer(second, SIGNPOST)).startsWith("HTTP/1.1 200 ");
            assertThat(answer(third, SIGNPOST)).isEmpty();
            assertThat(answer(elsewhere, SIGNPOST)).startsWith("HTTP/1.1 200 ");
            assertThat(answer(tooMany, SIGNPOST)).isEmpty();
        }
        await("their places are free again").untilAsserted(() -> {
            try (Socket again = open("127.0.0.1")) {
                assertThat(answer(again, SIGNPOST)).startsWith("HTTP/1.1 200 ");
            }
        });
    }

    @Test
    void cutsWhoseHeadersDoNotCome() throws Exception {
        try (Socket slow = open("127.0.0.1")) {
            write(slow, "GET / HTTP/1.1\r\nX-Slow: ");
            await("the end of the connection").atMost(Duration.ofSeconds(20)).until(() -> !isTaken(slow, "x"));
        }
    }

    @Test
    void cutsWhoDoesNotReadItsAnswers() throws Exception {
        int asked = PipeliningLimit.AHEAD_MAX - 1;
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(new InetSocketAddress("127.0.0.1", admin.port()));
            write(deaf, DESCRIPTION.repeat(asked));
            await("the end of the connection").atMost(Duration.ofSeconds(20)).until(() -> !isTaken(deaf, "\r\n"));

            assertThat(answers(deaf)).isLessThan(asked);
        }
    }

    @Test
    void answersRequestsThatWereSentAheadInTheirOrder() throws Exception {
        try (Socket socket = open("127.0.0.1")) {
            write(
                    socket,
                    DESCRIPTION + SIGNPOST + "GET /observe/health/live HTTP/1.1\r\nHost: localhost\r\n"
                            + "Connection: close\r\n\r\n");

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            String[] bodies = answers.split("HTTP/1.1 200 OK", -1);
            assertThat(bodies).hasSize(4);
            assertThat(bodies[1]).contains("\"openapi\"");
            assertThat(bodies[2]).contains("palyra-connectors\"");
            assertThat(bodies[3]).contains("\"status\":\"UP\"");
        }
    }

    @Test
    void cutsWhoSendsTooManyRequestsAhead() throws Exception {
        try (Socket flood = open("127.0.0.1")) {
            write(flood, SIGNPOST.repeat(1_000));

            assertThat(answers(flood)).isLessThan(1_000);
        }
    }

    @Test
    void writesALargeAnswerWhole() throws Exception {
        assertThat(admin.client().get("/openapi.json").at("/openapi").asText()).isEqualTo("3.1.0");
    }

    private Socket open(String address) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), admin.port(), InetAddress.getByName(address), 0);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isTaken(Socket socket, String text) {
        try {
            write(socket, text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** How many begin before the connection ends. */
    private static int answers(Socket socket) {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                text.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // Cut: what was read before counts
        }
        return text.toString().split("HTTP/1.1 200 OK", -1).length - 1;
    }

    /** The beginning of what comes back; empty where the connection was closed. */
    private static String answer(Socket socket, String request) throws IOException {
        try {
            write(socket, request);
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[4096];
            int read = in.read(bytes);
            return read < 0 ? "" : new String(bytes, 0, read, StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "";
        }
    }
}
