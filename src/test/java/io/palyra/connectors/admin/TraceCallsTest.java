package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.DISCORD_OPS;
import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole way of a message in one call. */
@ParameterizedClass
@EnumSource
class TraceCallsTest {

    @Parameter
    private StoreUnderTest database;

    @TempDir
    private Path folder;

    private ProgramUnderTest admin;
    private AdminClient client;

    private FakeDiscord discord;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        admin = AdminSetup.in(folder).on(database).discord(discord).start();
        client = admin.client();
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
        discord.close();
    }

    private JsonNode steps(String envelope) {
        return steps(ECHO, envelope);
    }

    private JsonNode steps(String channel, String envelope) {
        return client.get(channel + "/messages/trace/" + envelope).at("/steps");
    }

    private List<String> told(String envelope) {
        return told(ECHO, envelope);
    }

    private List<String> told(String channel, String envelope) {
        List<String> told = new ArrayList<>();
        steps(channel, envelope)
                .forEach(step -> told.add(step.path("stage").asText() + " "
                        + step.path("outcome").asText() + " "
                        + step.path("envelope_id").asText()));
        return told;
    }

    @Test
    void fromItsAdmissionToWhatThePlatformCallsTheAnswer() {
        client.post(ECHO + "/test", "{'text':'hello','envelope_id':'in','conversation_id':'c'}");
        await().until(() -> told("in").contains("platform delivered in:0"));

        assertThat(told("in"))
                .containsExactly(
                        "admitted accepted in",
                        "daemon routed in",
                        "enqueued accepted in:0",
                        "platform delivered in:0");
        assertThat(steps("in").at("/1/reason").asText()).isEqualTo("routed");
        assertThat(steps("in").at("/3/native_message_id").asText()).startsWith("echo-");
        assertThat(told("in:0")).as("of the answer").isEqualTo(told("in"));
    }

    @Test
    void ofAMessageThatWasSplitEachPart() {
        String text = "word ".repeat(600);
        String body = "{'envelope_id':'long','conversation_id':'%s','text':'%s'}"
                .formatted(discord.channel().id(), text);
        assertThat(client.post(DISCORD_OPS + "/messages/send", body).status()).isEqualTo(202);

        await().untilAsserted(() -> assertThat(told(DISCORD_OPS, "long"))
                .containsExactlyInAnyOrder(
                        "enqueued accepted long",
                        "platform delivered long",
                        "enqueued accepted long:chunk1",
                        "platform delivered long:chunk1"));
        assertThat(told(DISCORD_OPS, "long:chunk1")).isEqualTo(told(DISCORD_OPS, "long"));
    }

    @Test
    void ofOneThatWaitsWhatItWaitsFor() {
        client.post(ECHO + "/test", "{'text':'[daemon-down]','envelope_id':'waits','conversation_id':'c','wait_ms':0}");
        await().until(() -> steps("waits").at("/1/attempts").asInt() > 0);

        JsonNode last = steps("waits").at("/1");
        assertThat(last.path("stage").asText()).isEqualTo("daemon");
        assertThat(last.path("outcome").asText()).isEqualTo("pending");
        assertThat(last.path("reason").asText()).contains("the daemon is down");
        assertThat(client.get(ECHO + "/messages/trace/nobody").text("/code")).isEqualTo("unknown_message");
    }
}
