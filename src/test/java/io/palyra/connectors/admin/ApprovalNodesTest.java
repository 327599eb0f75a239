package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, of which the first runs the connector. */
class ApprovalNodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private ProgramUnderTest one;
    private ProgramUnderTest two;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        one = node("one").startAnyway();
        one.awaitConnected();
        two = node("two").startAnyway();
    }

    private ProgramSetup node(String name) throws Exception {
        return ProgramUnderTest.in(folder)
                .on(StoreUnderTest.POSTGRESQL)
                .discord(discord)
                .settings(AdminSetup.tokensOfEachRole())
                .settings("palyra.node.name=" + name, "palyra.cluster.lease=5s", "palyra.approvals=required")
                .admin();
    }

    @AfterEach
    void stop() throws Exception {
        two.close();
        one.close();
        discord.close();
    }

    @Test
    void whatIsAllowedAtTheOtherNodeIsCarriedOutWhereTheConnectorRuns() {
        Message message = discord.userSaysUnheard(discord.channel(), discord.bot(), UserMessage.of("black tea"));
        Reply waiting = one.client()
                .post(
                        AdminSetup.DISCORD_OPS + "/messages/edit",
                        "{'locator':{'conversation_id':'" + message.channelId() + "','message_id':'" + message.id()
                                + "'},'body':'green tea'}",
                        AdminSetup.bearer("admin"));
        String path = "/admin/v1/approvals/" + waiting.text("/approval/approval_id");

        Reply decided = two.client().post(path + "/decision", "{'approved':true}", AdminSetup.bearer("approver"));

        assertThat(decided.status()).as(decided.response().body()).isEqualTo(200);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        two.client().get(path, AdminSetup.bearer("viewer")).text("/approval/outcome"))
                .isEqualTo("done"));
        assertThat(discord.requests().stream()
                        .filter(request -> request.method().equals("PATCH"))
                        .count())
                .isEqualTo(1);
    }
}
