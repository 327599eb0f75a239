package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of a connector that does more than send. */
class DiscordCallsTest {

    private static final String OPS = AdminSetup.DISCORD_OPS;

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private ProgramUnderTest admin;
    private AdminClient client;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        admin = AdminSetup.in(folder).discord(discord).start();
        client = admin.client();
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
        discord.close();
    }

    private Message said(String text) {
        return discord.userSaysUnheard(discord.channel(), discord.user(), UserMessage.of(text));
    }

    private String locator(Message message) {
        return "'locator':{'conversation_id':'" + message.channelId() + "','message_id':'" + message.id() + "'}";
    }

    @Test
    void readsAndSearches() {
        said("green tea");
        String target = "'conversation_id':'" + discord.channel().id() + "','limit':5";

        Reply read = client.post(OPS + "/messages/read", "{" + target + "}");
        Reply search = client.post(OPS + "/messages/search", "{" + target + ",'query':'TEA'}");

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.text("/result/messages/0/body")).isEqualTo("green tea");
        assertThat(read.text("/result/preflight/policy_action")).isEqualTo("channel.message.read");
        assertThat(search.text("/result/matches/0/body")).isEqualTo("green tea");
    }

    @Test
    void changesMessages() {
        Message theirs = said("theirs");

        Reply edited = client.post(OPS + "/messages/edit", "{" + locator(theirs) + ",'body':'new'}");
        Reply deleted = client.post(OPS + "/messages/delete", "{" + locator(theirs) + "}");
        Reply added = client.post(OPS + "/messages/react-add", "{" + locator(theirs) + ",'emoji':'X'}");
        Reply removed = client.post(OPS + "/messages/react-remove", "{" + locator(theirs) + ",'emoji':'X'}");

        assertThat(edited.text("/result/status")).isEqualTo("denied");
        assertThat(deleted.text("/result/reason")).contains("Manage Messages");
        assertThat(added.text("/result/status")).isEqualTo("reaction_added");
        assertThat(removed.text("/result/status")).isEqualTo("reaction_removed");
        await().untilAsserted(() -> assertThat(
                        client.get(OPS + "/logs").at("/events").findValuesAsText("event_type"))
                .contains("message.edit", "message.delete", "message.react_add", "message.react_remove"));
    }

    @Test
    void aPlatformThatFailsIsUnavailable() {
        discord.faults().next("GET", "/channels/{channel}", Fault.status(503));

        Reply reply = client.post(
                OPS + "/messages/read",
                "{'conversation_id':'" + discord.channel().id() + "','limit':5}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text("/code")).isEqualTo("platform_unavailable");
        assertThat(reply.at("/retryable").asBoolean()).isTrue();
    }

    @Test
    void refreshesItsHealth() {
        Reply reply = client.post(
                OPS + "/operations/health-refresh",
                "{'verify_channel_id':'" + discord.channel().id() + "'}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/connector/readiness")).isEqualTo("ready");
        assertThat(reply.text("/health_refresh/readiness")).isEqualTo("ready");
        assertThat(reply.at("/health_refresh/checks").findValuesAsText("status"))
                .containsOnly("passed");
    }

    @Test
    void showsItsLimitsAndNoToken() {
        Reply channel = client.get(OPS);

        assertThat(channel.at("/connector/capabilities/limits/text_lines_max").asInt())
                .isEqualTo(17);
        assertThat(channel.text("/connector/capabilities/limits/text_format")).isEqualTo("markdown");
        assertThat(channel.json().toString()).doesNotContain(discord.token());
    }
}
