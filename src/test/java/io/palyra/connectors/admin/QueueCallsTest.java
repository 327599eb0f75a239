package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static io.palyra.connectors.admin.AdminSetup.RISKY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.lane.Reachability;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueCallsTest {

    private static final String QUEUE = ECHO + "/operations/queue/";

    private static ProgramUnderTest admin;
    private static AdminClient client;

    private static final ConnectorId RISKY_ID = ConnectorId.of("echo:risky");

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder).start();
        client = admin.client();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    /** One story, because a pause holds for all conversations: paused, waiting, drained, waiting again, resumed. */
    @Test
    void holdsUpDeliveryUntilItIsDrainedOrResumed() {
        Reply paused = client.post(QUEUE + "pause", "{'reason':'maintenance'}");
        assertThat(paused.text("/action/type")).isEqualTo("queue.pause");
        assertThat(paused.at("/action/queue/paused").asBoolean()).isTrue();
        assertThat(paused.text("/operations/saturation/state")).isEqualTo("paused");
        assertThat(paused.text("/operations/queue/pause_reason")).isEqualTo("maintenance");
        assertThat(paused.at("/operations/queue/pause_updated_at_unix_ms").asLong())
                .isPositive();

        Reply waiting = client.post(ECHO + "/test", "{'text':'held','envelope_id':'held','wait_ms':200}");
        assertThat(waiting.at("/ingest/enqueued_outbound").asInt()).isEqualTo(1);
        assertThat(waiting.at("/ingest/immediate_delivery").asInt()).isZero();
        assertThat(state("held:0")).isEqualTo("pending");

        Reply drained = client.post(QUEUE + "drain");
        assertThat(drained.text("/action/type")).isEqualTo("queue.drain");
        assertThat(drained.at("/action/drain/due_outbox").asInt()).isEqualTo(1);
        await().until(() -> state("held:0").equals("delivered"));
        assertThat(client.get(ECHO).at("/operations/queue/paused").asBoolean()).isTrue();

        client.post(ECHO + "/test", "{'text':'held','envelope_id':'held2','wait_ms':200}");
        assertThat(state("held2:0")).isEqualTo("pending");

        Reply resumed = client.post(QUEUE + "resume");
        assertThat(resumed.text("/action/type")).isEqualTo("queue.resume");
        assertThat(resumed.at("/action/queue/paused").asBoolean()).isFalse();
        await().until(() -> state("held2:0").equals("delivered"));
        assertThat(client.get(ECHO + "/logs").at("/events").findValuesAsText("event_type"))
                .contains("queue.paused", "queue.resumed");
    }

    @Test
    void refusesAReasonThatIsNone() {
        Reply reply = client.post(QUEUE + "pause", "{'reason':'   '}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo("reason");
    }

    @Test
    void saysThatAConversationWaitsForItsRateLimit() {
        client.post(
                ECHO + "/messages/send", "{'conversation_id':'limited','text':'[rate-limit-once]','envelope_id':'rl'}");

        await().until(() ->
                client.get(ECHO).text("/operations/saturation/state").equals("rate_limited"));
        Reply retry = client.get(ECHO + "/messages/outbox/rl");
        assertThat(retry.text("/state")).isEqualTo("pending");
        assertThat(retry.text("/receipt/state")).isEqualTo("unknown");
        assertThat(retry.text("/receipt/reason")).isEqualTo("rate_limit: simulated rate limit");
        assertThat(retry.at("/next_attempt_unix_ms").asLong()).isPositive();
        assertThat(client.get(ECHO)
                        .at("/operations/rate_limits/limited_conversations")
                        .asInt())
                .isLessThanOrEqualTo(1);
        await().until(() -> state("rl").equals("delivered"));
    }

    /** Told by attempts; here by the test, since this platform always answers. Paused, so that nothing tries meanwhile. */
    @Test
    void saysThatNothingGetsThroughAndWhenTheNextMessageTries() {
        client.post(RISKY + "/operations/queue/pause");
        Reachability reach = admin.program().supervision().reach();
        for (long lane = 1; lane <= 3; lane++) {
            reach.failed(Direction.OUTBOUND, RISKY_ID, lane, "connection reset");
        }
        client.post(RISKY + "/messages/send", "{'conversation_id':'c1','text':'waits','envelope_id':'waits'}");

        Reply down = client.get(RISKY);

        assertThat(down.text("/operations/saturation/reasons/1"))
                .isEqualTo("3 attempts in a row have failed, one message at a time tries: connection reset");
        assertThat(down.text("/operations/outages/platform/kind")).isEqualTo("unreachable");
        assertThat(down.at("/operations/outages/platform/failures").asInt()).isEqualTo(3);
        assertThat(down.at("/operations/outages/platform/probing").asBoolean()).isTrue();
        assertThat(down.at("/operations/outages/platform/next_probe_unix_ms").asLong())
                .isPositive();
        assertThat(down.text("/operations/blocked_conversations/oldest/why")).isEqualTo("nothing_gets_through");
        assertThat(client.get(ECHO).at("/operations/outages").isMissingNode()).isTrue();

        client.post(RISKY + "/operations/queue/resume");
        await().until(() -> client.get(RISKY).at("/operations/outages").isMissingNode());
        await().until(() ->
                client.get(RISKY + "/messages/outbox/waits").text("/state").equals("delivered"));
    }

    private static String state(String envelopeId) {
        return client.get(ECHO + "/messages/outbox/" + envelopeId).text("/state");
    }
}
