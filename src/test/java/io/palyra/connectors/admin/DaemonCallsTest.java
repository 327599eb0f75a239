package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a daemon that is slow, or away. */
class DaemonCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final HttpDaemon daemon = HttpDaemon.start();
    private final CountDownLatch released = new CountDownLatch(1);
    private ProgramUnderTest admin;
    private AdminClient client;

    @BeforeEach
    void start() throws Exception {
        admin = AdminSetup.in(folder)
                .settings("palyra.daemon.endpoint=" + daemon.uri() + "?token=abc", "palyra.daemon.concurrency=2")
                .start();
        client = admin.client();
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        admin.close();
        daemon.close();
    }

    private void asks(String conversation) {
        assertThat(client.post(
                                ECHO + "/test",
                                "{'text':'%s','conversation_id':'%s','wait_ms':0}"
                                        .formatted(conversation, conversation))
                        .status())
                .isEqualTo(200);
    }

    private Reply daemon() {
        return client.get("/admin/v1/daemon");
    }

    @Test
    void aSlowDaemonIsNamedWithWhatToDo() {
        for (String conversation : new String[] {"slow1", "slow2"}) {
            daemon.answers(conversation, HttpAnswer.accepted("late").after(released));
            asks(conversation);
        }
        await().untilAsserted(() -> assertThat(daemon().response().body()).contains("\"in_use\":2"));
        assertThat(client.get(ECHO).text("/operations/saturation/state")).isEqualTo("healthy");
        assertThat(daemon().text("/state")).isEqualTo("not_asked");
        asks("waits");

        await().atMost(PATIENCE)
                .until(() ->
                        client.get(ECHO).text("/operations/saturation/state").equals("daemon_saturated"));
        assertThat(client.get(ECHO).text("/operations/saturation/reasons/0"))
                .matches("the daemon has 2 of 2 questions, the oldest for [1-9]\\d* s; 1 messages wait, the first for"
                        + " [1-9]\\d* s: see why it is slow, or raise palyra.daemon.concurrency");
        assertThat(daemon().at("/longest_wait_ms").asLong()).isGreaterThanOrEqualTo(1_000);
        assertThat(daemon().at("/limit").asInt()).isEqualTo(2);
        assertThat(daemon().text("/endpoint")).isEqualTo(daemon.uri() + "?…");

        released.countDown();
        await().until(() ->
                client.get(ECHO).text("/operations/saturation/state").equals("healthy"));
        await().until(() -> daemon().at("/in_use").asInt() == 0);
        assertThat(daemon().text("/state")).isEqualTo("answers");
        assertThat(daemon().at("/latency_ms_p50").asLong()).isGreaterThanOrEqualTo(1_000);
        assertThat(daemon().at("/last_answer_unix_ms").asLong()).isPositive();
    }

    @Test
    void whatADaemonThatFailsSaysLastIsSaidUntilItAnswers() throws Exception {
        daemon.stop();
        asks("c");

        await().until(() -> daemon().text("/state").equals("failing"));
        assertThat(daemon().at("/failing_since_unix_ms").asLong()).isPositive();
        assertThat(daemon().text("/last_error")).contains("refused");
        await().until(() ->
                client.get(ECHO).text("/operations/saturation/state").equals("retrying"));
        await().until(() -> lastError().path("count").asInt() > 1);
        assertThat(lastError().path("text").asText())
                .isEqualTo(client.get(ECHO).text("/connector/last_error"))
                .contains("refused");
        assertThat(lastError().has("cleared_at_unix_ms")).isFalse();

        daemon.startAgain();
        await().atMost(PATIENCE).until(() -> daemon().text("/state").equals("answers"));
        assertThat(daemon().at("/failing_since_unix_ms").isMissingNode()).isTrue();
        assertThat(daemon().at("/failures").asInt()).isZero();
        await().until(() -> lastError().has("cleared_at_unix_ms"));
        JsonNode over = lastError();
        assertThat(over.path("cleared_at_unix_ms").asLong())
                .isGreaterThanOrEqualTo(over.path("at_unix_ms").asLong());

        admin.stop();
        admin.startAgain();
        assertThat(lastError()).isEqualTo(over);
    }

    private JsonNode lastError() {
        return admin.client().get(ECHO).at("/connector/last_error_detail");
    }
}
