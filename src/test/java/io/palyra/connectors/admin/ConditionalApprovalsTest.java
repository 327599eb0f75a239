package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where only changes that can spoil something need a second person. */
class ConditionalApprovalsTest {

    private static FakeDiscord discord;
    private static ProgramUnderTest admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        admin = AdminSetup.in(folder)
                .discord(discord)
                .settings(AdminSetup.tokensOfEachRole())
                .settings("palyra.approvals=conditional")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        discord.close();
    }

    private static Message ours(Channel in) {
        return discord.userSaysUnheard(in, discord.bot(), UserMessage.of("black tea"));
    }

    private static Reply change(String operation, Message message, String more) {
        return admin.client()
                .post(
                        AdminSetup.DISCORD_OPS + "/messages/" + operation,
                        "{'locator':{'conversation_id':'" + message.channelId() + "','message_id':'" + message.id()
                                + "'}" + more + "}",
                        AdminSetup.bearer("admin"));
    }

    @Test
    void aFreshMessageOfOursToOnePersonIsEditedAtOnce() {
        Reply edited = change("edit", ours(discord.direct(discord.user())), ",'body':'green tea'");

        assertThat(edited.status()).as(edited.response().body()).isEqualTo(200);
        assertThat(edited.text("/result/status")).isEqualTo("updated");
    }

    @Test
    void whatSeveralPeopleReadWaits() {
        Reply edited = change("edit", ours(discord.channel()), ",'body':'green tea'");
        Reply reacted = change("react-add", ours(discord.channel()), ",'emoji':'X'");

        assertThat(edited.status()).isEqualTo(202);
        assertThat(edited.text("/approval/risk_level")).isEqualTo("high");
        assertThat(edited.text("/approval/reason"))
                .startsWith("own message, conversation of several people, ")
                .endsWith(" min old");
        assertThat(reacted.text("/approval/risk_level")).isEqualTo("medium");
        assertThat(reacted.text("/approval/after")).isEqualTo("X");
        assertThat(reacted.json().at("/approval").has("before")).isFalse();
    }

    @Test
    void aDeletionAlwaysWaits() {
        Reply deleted = change("delete", ours(discord.direct(discord.user())), "");

        assertThat(deleted.status()).isEqualTo(202);
        assertThat(deleted.text("/approval/risk_level")).isEqualTo("medium");
        assertThat(deleted.text("/approval/before")).isEqualTo("black tea");
        assertThat(deleted.json().at("/approval").has("after")).isFalse();
    }

    @Test
    void readingNeedsNobody() {
        Reply read = admin.client()
                .post(
                        AdminSetup.DISCORD_OPS + "/messages/read",
                        "{'conversation_id':'" + discord.channel().id() + "','limit':1}",
                        AdminSetup.bearer("viewer"));

        assertThat(read.status()).isEqualTo(200);
    }
}
