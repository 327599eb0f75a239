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

/** What messages fail of, and where one is. */
@ParameterizedClass
@EnumSource
class LookupCallsTest {

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

    private void send(String channel, String envelope, String conversation, String text) {
        assertThat(client.post(
                                channel + "/messages/send",
                                "{'envelope_id':'%s','conversation_id':'%s','text':'%s'}"
                                        .formatted(envelope, conversation, text))
                        .status())
                .isEqualTo(202);
        await().until(() -> !client.get(channel + "/messages/outbox/" + envelope)
                .text("/state")
                .equals("pending"));
    }

    private JsonNode failures(String query) {
        return client.get("/admin/v1/failures" + query).at("/failures");
    }

    private List<String> found(String sought) {
        List<String> found = new ArrayList<>();
        client.get("/admin/v1/search?q=" + sought)
                .at("/hits")
                .forEach(hit -> found.add(hit.path("by").asText()
                        + " " + hit.path("connector_id").asText()
                        + " "
                        + hit.path("envelope_id")
                                .asText(hit.path("conversation_id").asText())));
        return found;
    }

    /** Nobody can replay or discard its dead letters until it is back. */
    @Test
    void aConnectorThatIsRemovedHasNoFailures() {
        String added = "{'connector_id':'echo:third','enabled':true}";
        client.post("/admin/v1/channels", added);
        send("/admin/v1/channels/echo:third", "left", "c", "[permanent]");
        assertThat(failures("")).hasSize(1);

        client.delete("/admin/v1/channels/echo:third");
        assertThat(failures("")).isEmpty();

        client.post("/admin/v1/channels", added);
        assertThat(failures("").at("/0/latest/envelope_id").asText()).isEqualTo("left");
    }

    @Test
    void messagesThatHaveFailedAlikeAreOneGroup() {
        send(DISCORD_OPS, "nowhere-1", "990000000000000001", "hello");
        send(DISCORD_OPS, "nowhere-2", "990000000000000002", "hello");
        send(ECHO, "refused", "c", "[permanent]");

        JsonNode most = failures("").path(0);
        assertThat(most.path("connector_id").asText()).isEqualTo("discord:ops");
        assertThat(most.path("state").asText()).isEqualTo("dead");
        assertThat(most.path("messages").asInt()).isEqualTo(2);
        assertThat(most.at("/latest/envelope_id").asText()).isEqualTo("nowhere-2");
        assertThat(most.at("/latest/dead_letter_id").asInt()).isPositive();
        assertThat(most.at("/latest/reason").asText())
                .contains(most.path("reason_contains").asText());
        assertThat(failures("")).hasSize(2);
        assertThat(failures("?connector_id=echo:default")).hasSize(1);
        assertThat(client.get("/admin/v1/failures?limit=1").at("/more").asBoolean())
                .isTrue();
    }

    @Test
    void anUnknownOutcomeIsAFailureOfItsOwn() {

        send(AdminSetup.RISKY, "uncertain", "c", "[unknown-once]");

        JsonNode group = failures("").path(0);
        assertThat(group.path("connector_id").asText()).isEqualTo("echo:risky");
        assertThat(group.path("state").asText()).isEqualTo("unknown");
        assertThat(group.at("/latest/envelope_id").asText()).isEqualTo("uncertain");
    }

    @Test
    void aMessageIsFoundByWhatIsKnownOfIt() {
        client.post(
                ECHO + "/test",
                "{'text':'Where is the green tea?','envelope_id':'asks','conversation_id':'kitchen',"
                        + "'sender_id':'user-77','sender_display':'Ann Other'}");
        await().until(() ->
                client.get(ECHO + "/messages/outbox/asks:0").text("/state").equals("delivered"));
        String nativeId = client.get(ECHO + "/messages/outbox/asks:0").text("/receipt/external_message_id");

        assertThat(found("asks")).contains("envelope_id echo:default asks", "envelope_id echo:default asks:0");
        assertThat(found("ask")).as("the beginning").contains("envelope_id echo:default asks");
        assertThat(found("kitch")).contains("conversation_id echo:default kitchen");
        assertThat(found("user-7")).contains("sender echo:default asks");
        assertThat(found("ann%20o")).contains("sender echo:default asks");
        assertThat(found("GREEN%20tea")).contains("text echo:default asks", "text echo:default asks:0");
        assertThat(found(nativeId)).containsExactly("native_message_id echo:default asks:0");
        assertThat(found("text")).as("the name of a field").isEmpty();
        assertThat(found("%25")).as("what stands for anything elsewhere").isEmpty();
        assertThat(client.get("/admin/v1/search?q=%20").text("/errors/0/field")).isEqualTo("q");
    }

    /** Goal: of many ids that begin alike the very one is not cut off by the limit. Method: it is neither the first nor the last. */
    @Test
    void idsComeInTheirOrderTheVeryOneFirst() {
        for (String id : List.of("job-3", "job-12", "job-1", "job-2", "job-11")) {
            send(ECHO, id, "lane-" + id, "hello");
        }

        assertThat(found("job-1&limit=2"))
                .containsExactly("envelope_id echo:default job-1", "envelope_id echo:default job-11");
        assertThat(found("job-&limit=3"))
                .containsExactly(
                        "envelope_id echo:default job-1",
                        "envelope_id echo:default job-11",
                        "envelope_id echo:default job-12");
        assertThat(found("lane-job-1&limit=2"))
                .containsExactly("conversation_id echo:default lane-job-1", "conversation_id echo:default lane-job-11");
    }

    @Test
    void aConversationIsFoundWithoutTheKindOfItsConnector() {
        String channel = discord.channel().id().toString();
        send(DISCORD_OPS, "there", channel, "hello");

        assertThat(found(channel)).anyMatch(hit -> hit.startsWith("conversation_id discord:ops"));
    }
}
