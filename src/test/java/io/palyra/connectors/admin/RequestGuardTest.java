package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call: a server with a token and one more allowed host. */
class RequestGuardTest {

    private static final String CHANNELS = "/admin/v1/channels";
    private static final String TOKEN = "s3cret-t0ken";
    private static final String[] AUTHORIZED = {"Authorization", "Bearer " + TOKEN};

    private static ProgramUnderTest admin;
    private static AdminClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder)
                .settings(
                        "palyra.admin.token=" + TOKEN,
                        "palyra.http.allowed-hosts=connectors.example.com",
                        "palyra.node.url=https://Node-1.example.com:8443")
                .start();
        client = admin.client();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    @Test
    void needsTheToken() {
        Reply missing = client.get(CHANNELS);
        assertThat(missing.status()).isEqualTo(401);
        assertThat(missing.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(missing.text("/code")).isEqualTo("unauthorized");
        assertThat(missing.response().body()).doesNotContain(TOKEN);

        assertThat(client.get(CHANNELS, "Authorization", "Bearer wrong").status())
                .isEqualTo(401);
        assertThat(client.get(CHANNELS, "Authorization", "Basic " + TOKEN).status())
                .isEqualTo(401);
        assertThat(client.get(CHANNELS, "Authorization", TOKEN).status()).isEqualTo(401);
        assertThat(client.get(CHANNELS, AUTHORIZED).status()).isEqualTo(200);
        assertThat(client.get(CHANNELS, "Authorization", "bearer " + TOKEN).status())
                .isEqualTo(200);
    }

    @Test
    void asksForTheTokenBeforeItReadsABody() {
        String large = "x".repeat(AdminSetup.BODY_BYTES_MAX + 1);

        assertThat(client.post(ECHO + "/test", large).status()).isEqualTo(401);
        assertThat(client.get("/admin/v1/nothing").status()).isEqualTo(401);
    }

    /** Another port of this machine has a name that is ours; the browser says that it is another page. */
    @ParameterizedTest
    @CsvSource({
        "same-site, http://127.0.0.1:18970, 403",
        "cross-site, http://localhost:18970, 403",
        "same-site, , 403",
        "same-origin, http://127.0.0.1:18960, 200",
        "none, , 200",
        "cross-site, https://connectors.example.com, 200"
    })
    void nothingIsChangedByAnotherPage(String site, String origin, int status) {
        List<String> headers = new ArrayList<>(List.of(AUTHORIZED));
        headers.addAll(List.of("Sec-Fetch-Site", site));
        if (origin != null) {
            headers.addAll(List.of("Origin", origin));
        }
        String[] all = headers.toArray(String[]::new);

        assertThat(client.post(ECHO + "/operations/queue/resume", "{}", all).status())
                .isEqualTo(status);
        assertThat(client.get(CHANNELS, all).status())
                .as("a link may lead here")
                .isEqualTo(200);
    }

    @Test
    void showsHealthAndMetricsToEverybody() throws IOException {
        assertThat(client.get("/observe/health/live").status()).isEqualTo(200);
        assertThat(client.get("/observe/metrics").status()).isEqualTo(200);
        assertThat(RawHttp.status(admin.port(), "GET /observe/metrics HTTP/1.1\nHost: 10.42.0.17:8080\n"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "127.0.0.1",
                "127.1.2.3:80",
                "[::1]",
                "[::1]:8080",
                "connectors.example.com",
                "Connectors.Example.com:443",
                "node-1.example.com:8443"
            })
    void takesHostsThatAreOurs(String host) throws IOException {
        assertThat(get(CHANNELS, "Host: " + host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example:8080",
                "127.0.0.1:8080:8080",
                "user@localhost",
                "localhost/evil",
                "10.0.0.1",
                "[::2]",
                "connectors.example.com.evil.example",
                "localhost:port",
                ""
            })
    void refusesForeignHosts(String host) throws IOException {
        assertThat(get(CHANNELS, "Host: " + host)).isIn(400, 403);
    }

    @Test
    void refusesARequestWithoutAHostOrWithTwo() throws IOException {
        String authorization = "Authorization: Bearer " + TOKEN + "\n";
        assertThat(RawHttp.status(admin.port(), "GET " + CHANNELS + " HTTP/1.0\n" + authorization))
                .isEqualTo(403);
        assertThat(RawHttp.status(
                        admin.port(),
                        "GET " + CHANNELS + " HTTP/1.1\nHost: localhost\nHost: evil.example\n" + authorization))
                .isIn(400, 403);
    }

    @Test
    void refusesADetourThroughTheOpenPaths() throws IOException {
        for (String path : new String[] {
            "/observe/../admin/v1/channels",
            "/observe/%2e%2e/admin/v1/channels",
            "/observe/..%2fadmin/v1/channels",
            "//admin/v1/channels"
        }) {
            assertThat(RawHttp.status(admin.port(), "GET " + path + " HTTP/1.1\nHost: evil.example\n"))
                    .as(path)
                    .isIn(400, 403, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "http://127.0.0.1",
                "https://connectors.example.com",
                "http://[::1]:8080"
            })
    void takesOriginsThatAreOurs(String origin) {
        assertThat(client.get(CHANNELS, "Authorization", "Bearer " + TOKEN, "Origin", origin)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "http://localhost.evil.example",
                "https://evil.example#localhost",
                "http://localhost@evil.example",
                "file://localhost",
                "localhost",
                "http://"
            })
    void refusesForeignOrigins(String origin) {
        Reply reply = client.get(CHANNELS, "Authorization", "Bearer " + TOKEN, "Origin", origin);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text("/code")).isEqualTo("foreign_origin");
    }

    private static int get(String path, String host) throws IOException {
        return RawHttp.status(
                admin.port(), "GET " + path + " HTTP/1.1\n" + host + "\nAuthorization: Bearer " + TOKEN + "\n");
    }
}
