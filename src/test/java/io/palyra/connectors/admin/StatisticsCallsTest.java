package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static io.palyra.connectors.admin.AdminSetup.RISKY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How many messages there were. */
@ParameterizedClass
@EnumSource
class StatisticsCallsTest {

    @Parameter
    private StoreUnderTest database;

    @TempDir
    private Path folder;

    private ProgramUnderTest admin;

    @BeforeEach
    void start() throws Exception {
        admin = AdminSetup.in(folder).on(database).start();
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
    }

    private void send(String channel, String envelope, String text, String state) {
        admin.client()
                .post(
                        channel + "/messages/send",
                        "{'envelope_id':'%s','conversation_id':'%s','text':'%s'}".formatted(envelope, envelope, text));
        await().until(() -> admin.client()
                .get(channel + "/messages/outbox/" + envelope)
                .text("/state")
                .equals(state));
    }

    private JsonNode queue(String connector, String direction) {
        JsonNode series = admin.client().get("/admin/v1/stats?window=30m").at("/series");
        return StreamSupport.stream(series.spliterator(), false)
                .filter(queue -> queue.path("connector_id").asText().equals(connector)
                        && queue.path("direction").asText().equals(direction))
                .findFirst()
                .orElseThrow();
    }

    private static long sum(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    /** A commit is counted a moment after it can be seen. */
    private void awaitCounts(String direction, int accepted, int delivered, int retries, int dead) {
        await().untilAsserted(() -> assertCounts(queue("echo:default", direction), accepted, delivered, retries, dead));
    }

    private static void assertCounts(JsonNode queue, int accepted, int delivered, int retries, int dead) {
        assertThat(queue.at("/total/accepted").asInt()).as("accepted").isEqualTo(accepted);
        assertThat(queue.at("/total/delivered").asInt()).as("delivered").isEqualTo(delivered);
        assertThat(queue.at("/total/retries").asInt()).as("retries").isEqualTo(retries);
        assertThat(queue.at("/total/dead").asInt()).as("dead").isEqualTo(dead);
        assertThat(sum(queue.path("accepted"))).isEqualTo(accepted);
        assertThat(sum(queue.path("delivered"))).isEqualTo(delivered);
    }

    @Test
    void countsWhatBecameOfMessagesAlsoThroughARestart() throws Exception {
        send(ECHO, "fine", "hello", "delivered");
        send(ECHO, "shaky", "[network-once]", "delivered");
        send(ECHO, "hopeless", "[permanent]", "dead");
        send(RISKY, "uncertain", "[unknown-once]", "unknown");
        admin.client().post(ECHO + "/test", "{'text':'hello'}");

        awaitCounts("outbound", 4, 3, 1, 1);
        awaitCounts("inbound", 1, 1, 0, 0);
        assertThat(queue("echo:default", "outbound").at("/total/latency_ms_p99").isNumber())
                .isTrue();
        await().until(() -> queue("echo:risky", "outbound").at("/total/unknown").asInt() == 1);

        admin.restart();
        awaitCounts("outbound", 4, 3, 1, 1);
        send(ECHO, "later", "hello", "delivered");
        awaitCounts("outbound", 5, 4, 1, 1);
    }

    @Test
    void tellsHowDeepAQueueIs() throws Exception {
        send(RISKY, "uncertain", "[unknown-once]", "unknown");
        await().until(() -> sum(queue("echo:risky", "outbound").path("depth")) > 0);

        JsonNode all = admin.client().get("/admin/v1/stats?window=30m").at("");
        assertThat(all.path("step_ms").asLong()).isEqualTo(60_000);
        assertThat(all.path("at_unix_ms")).hasSize(30);
        assertThat(all.at("/series/0/depth")).hasSize(30);
        assertThat(all.at("/series/0/depth/0").isNull())
                .as("nobody looked half an hour ago")
                .isTrue();
    }

    @Test
    void aFloodThatHasPassedStaysVisible() {
        AdminClient client = admin.client();
        client.post(ECHO + "/operations/queue/pause", "");
        for (int n = 0; n < 10; n++) {
            client.post(
                    ECHO + "/messages/send", "{'envelope_id':'f%d','conversation_id':'c','text':'hi'}".formatted(n));
        }
        await().until(() -> deepest() == 10);

        client.post(ECHO + "/operations/queue/resume", "");
        await().until(() ->
                client.get(ECHO + "/messages/outbox/f9").text("/state").equals("delivered"));
        assertThat(deepest()).isEqualTo(10);
    }

    private long deepest() {
        JsonNode depth = queue("echo:default", "outbound").path("depth");
        return StreamSupport.stream(depth.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .max()
                .orElse(0);
    }

    @Test
    void aWindowThatCannotBeIsRefused() {
        for (String window : new String[] {"1", "0m", "59s", "8d", "1w", "1h30m"}) {
            assertThat(admin.client().get("/admin/v1/stats?window=" + window).text("/errors/0/field"))
                    .as(window)
                    .isEqualTo("window");
        }
        assertThat(admin.client()
                        .get("/admin/v1/stats?window=7d&connector_id=echo:default")
                        .at("/at_unix_ms"))
                .hasSize(84);
        assertThat(admin.client().get("/admin/v1/stats?window=1800s").at("/at_unix_ms"))
                .as("as the settings write a length of time")
                .hasSize(30);
    }
}
