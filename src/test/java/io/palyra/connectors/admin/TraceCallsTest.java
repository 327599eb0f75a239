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
    void ofOneThatWaitsWhatItHasGoneThroughAndWhatItWaitsFor() {
        client.post(ECHO + "/test", "{'text':'[daemon-down]','envelope_id':'waits','conversation_id':'c','wait_ms':0}");
        await().until(() -> steps("waits").at("/2/attempts").asInt() > 0);

        JsonNode attempt = steps("waits").at("/1");
        assertThat(attempt.path("stage").asText()).isEqualTo("daemon");
        assertThat(attempt.path("outcome").asText()).isEqualTo("retry");
        assertThat(attempt.path("attempts").asInt()).isEqualTo(1);
        assertThat(attempt.path("reason").asText()).contains("the daemon is down");
        List<String> told = told("waits");
        assertThat(told.get(told.size() - 1)).isEqualTo("daemon pending waits");
        assertThat(client.get(ECHO + "/messages/trace/nobody").text("/code")).isEqualTo("unknown_message");
    }

    @Test
    void ofOneThatWasGivenUpAndReplayedBothLives() {
        client.post(ECHO + "/messages/send", "{'envelope_id':'dies','conversation_id':'c','text':'[permanent]'}");
        await().until(() -> told("dies").contains("platform dead dies"));
        assertThat(told("dies")).containsExactly("enqueued accepted dies", "platform dead dies");

        client.post(ECHO + "/operations/dead-letters/replay", "{'limit':1}");
        await().until(() -> told("dies").size() == 4);

        assertThat(told("dies"))
                .containsExactly(
                        "enqueued accepted dies", "platform dead dies", "platform replayed dies", "platform dead dies");
    }

    @Test
    void aMessageHasItsAttemptsAndWhereItIsSent() {
        client.post(ECHO + "/messages/send", "{'envelope_id':'shaky','conversation_id':'c','text':'[network-once]'}");
        await().until(() ->
                client.get(ECHO + "/messages/outbox/shaky").text("/state").equals("delivered"));

        JsonNode shaky = client.get(ECHO + "/messages/outbox/shaky?text=true").at("");
        assertThat(shaky.path("conversation_id").asText()).isEqualTo("c");
        assertThat(shaky.path("text").asText()).isEqualTo("[network-once]");
        assertThat(shaky.path("settled_at_unix_ms").asLong())
                .isGreaterThan(shaky.path("created_at_unix_ms").asLong());
        assertThat(shaky.path("attempt_history")).hasSize(1);
        assertThat(shaky.at("/attempt_history/0/outcome").asText()).isEqualTo("retry");
        assertThat(shaky.at("/attempt_history/0/cause").asText()).isEqualTo("transient_network");
        assertThat(client.get(ECHO + "/messages/outbox/shaky").at("/text").isMissingNode())
                .as("no text")
                .isTrue();
        assertThat(client.get(ECHO + "/messages/outbox/shaky?text=perhaps").text("/errors/0/field"))
                .isEqualTo("text");
    }

    @Test
    void aMessageThatCameInIsThereToo() {
        client.post(ECHO + "/test", "{'text':'hello','envelope_id':'in','conversation_id':'c','sender_display':'Ann'}");
        await().until(() ->
                client.get(ECHO + "/messages/inbox/in").text("/state").equals("routed"));

        JsonNode in = client.get(ECHO + "/messages/inbox/in?text=true").at("");
        assertThat(in.path("state").asText()).isEqualTo("routed");
        assertThat(in.path("sender_display").asText()).isEqualTo("Ann");
        assertThat(in.path("enqueued_outbound").asInt()).isEqualTo(1);
        assertThat(in.path("text").asText()).isEqualTo("hello");
        assertThat(client.get(ECHO + "/messages/inbox/nobody").text("/code")).isEqualTo("unknown_message");
    }
}
