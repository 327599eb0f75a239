package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: no request, however odd, is answered as a failure of ours. Method: 300 requests put together at random. */
class RandomRequestsTest {

    private static final int REQUESTS = 300;
    private static final long SEED = 20_260_101;

    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE");
    private static final List<String> SEGMENTS = List.of(
            "admin",
            "v1",
            "channels",
            "echo:default",
            "echo%3Adefault",
            "echo:nobody",
            "discord:default",
            "..",
            "%2e%2e",
            "%2F",
            "%00",
            "%zz",
            "",
            ".",
            "messages",
            "outbox",
            "send",
            "test",
            "test-send",
            "logs?limit=x",
            "dead-letters",
            "operations",
            "queue",
            "pause",
            "drain",
            "replay",
            "discard",
            "7",
            "-1",
            "99999999999999999999",
            "é",
            "%ff",
            "enabled",
            "observe",
            "health",
            "metrics",
            "kinds",
            "a b",
            "<script>",
            "*",
            "?",
            "#",
            ";jsessionid=1");
    private static final List<String> CALLS = List.of(
            ECHO,
            ECHO + "/test",
            ECHO + "/messages/send",
            ECHO + "/operations/dead-letters/replay",
            ECHO + "/enabled",
            "/admin/v1/channels",
            ECHO + "/messages/outbox/x/resend",
            ECHO + "/operations/queue/pause",
            ECHO + "/messages/read");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "7",
            "\"text\"",
            "{",
            "{\"text\":{}}",
            "{\"text\":\"\\ud800\"}",
            "{\"limit\":1e400}",
            "{\"limit\":\"1\"}",
            "{\"connector_id\":\"echo:\\u0000\"}",
            "{\"a\":1,\"a\":2}",
            "[".repeat(500),
            "{\"text\":\"t\",\"wait_ms\":-1}",
            "{\"conversation_id\":[],\"text\":1}",
            "{\"enabled\":\"yes\"}",
            "{\"structured_json\":" + "[".repeat(90) + "]".repeat(90) + "}",
            "\u0000",
            "{\"direction\":\"up\"}",
            "{\"before_unix_ms\":99999999999999999999}",
            "{\"attachments\":[null]}",
            "{\"reason\":7}");
    private static final List<String> TYPES = List.of("application/json", "text/plain", "application/json;;", "", "é");

    private static ProgramUnderTest admin;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder).start();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    @Test
    void areNeverAnsweredAsAFailureOfOurs() throws IOException {
        for (int i = 0; i < REQUESTS; i++) {
            String request = request();

            assertThat(RawHttp.status(admin.port(), request)).as(request).isBetween(100, 499);
        }
        assertThat(admin.client().get("/observe/health/live").status()).isEqualTo(200);
    }

    private String request() {
        String body = pick(BODIES);
        return pick(METHODS) + " " + path() + " HTTP/1.1\nHost: localhost\nContent-Type: " + pick(TYPES)
                + "\nContent-Length: " + body.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1).length
                + "\n" + RawHttp.BODY + body;
    }

    private String path() {
        if (random.nextBoolean()) {
            return pick(CALLS);
        }
        StringBuilder path = new StringBuilder(random.nextBoolean() ? ECHO : "");
        for (int n = random.nextInt(6); n >= 0; n--) {
            path.append('/').append(pick(SEGMENTS));
        }
        return path.toString();
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
