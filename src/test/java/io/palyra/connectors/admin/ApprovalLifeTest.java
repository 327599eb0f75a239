package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of approvals over an end of the program: the store is left as a crash at that point leaves it. */
@ParameterizedClass
@EnumSource
class ApprovalLifeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Parameter
    private StoreUnderTest database;

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private ProgramUnderTest admin;
    private Message message;
    private String approval;

    @BeforeEach
    void request() throws Exception {
        discord = FakeDiscord.start();
        admin = AdminSetup.in(folder)
                .on(database)
                .discord(discord)
                .settings(AdminSetup.tokensOfEachRole())
                .settings("palyra.approvals=required")
                .start();
        message = discord.userSaysUnheard(discord.channel(), discord.bot(), UserMessage.of("black tea"));
        Reply waiting = admin.client()
                .post(
                        AdminSetup.DISCORD_OPS + "/messages/edit",
                        "{'locator':{'conversation_id':'" + message.channelId() + "','message_id':'" + message.id()
                                + "'},'body':'green tea'}",
                        AdminSetup.bearer("admin"));
        approval = waiting.text("/approval/approval_id");
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
        discord.close();
    }

    private void restartAfter(String change) throws Exception {
        admin.stop();
        try (Connection connection = database.connect(folder);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE approvals SET " + change))
                    .isEqualTo(1);
        }
        admin.startAgain();
    }

    private Reply look() {
        return admin.client().get("/admin/v1/approvals/" + approval, AdminSetup.bearer("viewer"));
    }

    private Reply allow() {
        return admin.client()
                .post(
                        "/admin/v1/approvals/" + approval + "/decision",
                        "{'approved':true}",
                        AdminSetup.bearer("approver"));
    }

    private void awaitThat(String field, String value) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(look().text("/approval/" + field))
                .isEqualTo(value));
    }

    private String logged() {
        return String.join(
                " ",
                admin.client()
                        .get(AdminSetup.DISCORD_OPS + "/logs?event_type=approval.*", AdminSetup.bearer("viewer"))
                        .at("/events")
                        .findValuesAsText("event_type"));
    }

    private long edits() {
        return discord.requests().stream()
                .filter(request -> request.method().equals("PATCH"))
                .count();
    }

    @Test
    void oneThatWaitsIsDecidedAfterTheNextStart() throws Exception {
        admin.restart();
        admin.awaitConnected();

        assertThat(allow().text("/approval/outcome")).isEqualTo("done");
        assertThat(edits()).isEqualTo(1);
    }

    @Test
    void oneThatWasAllowedIsCarriedOutAfterTheNextStart() throws Exception {
        restartAfter("state = 'allowed', decided_by = 'approver', decided_at_unix_ms = 1");

        awaitThat("outcome", "done");
        assertThat(edits()).isEqualTo(1);
        assertThat(logged()).contains("approval.used");
    }

    @Test
    void oneThatWasUsedIsNotTriedAgain() throws Exception {
        restartAfter("state = 'used', decided_by = 'approver', decided_at_unix_ms = 1");

        awaitThat("outcome", "unknown");
        assertThat(look().text("/approval/outcome_reason")).contains("look at the message");
        assertThat(edits()).isZero();
    }

    @Test
    void oneWhoseTimeHasPassedIsNotDecided() throws Exception {
        restartAfter("expires_at_unix_ms = 1");

        Reply late = allow();

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text("/code")).isEqualTo("state_conflict");
        assertThat(late.text("/detail")).contains("has expired", "let admin make the request again");
        awaitThat("state", "expired");
        assertThat(logged()).isEqualTo("approval.expired approval.requested");
        assertThat(edits()).isZero();
    }

    @Test
    void oneThatWasAllowedTooLongAgoIsNotCarriedOut() throws Exception {
        restartAfter("state = 'allowed', expires_at_unix_ms = 1, decided_by = 'approver', decided_at_unix_ms = 1");

        awaitThat("state", "expired");
        assertThat(edits()).isZero();
    }
}
