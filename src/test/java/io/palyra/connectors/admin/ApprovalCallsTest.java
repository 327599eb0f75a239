package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of messages that a second person has to allow. */
class ApprovalCallsTest {

    private static final String OPS = AdminSetup.DISCORD_OPS;
    private static final String APPROVALS = "/admin/v1/approvals";

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private ProgramUnderTest admin;
    private AdminClient client;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        admin = AdminSetup.in(folder)
                .discord(discord)
                .settings(AdminSetup.tokensOfEachRole())
                .settings(
                        "palyra.approvals=required",
                        "palyra.admin.tokens.second.token=t0ken-of-second",
                        "palyra.admin.tokens.second.role=approver")
                .start();
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

    private Message ours(String text) {
        return discord.userSaysUnheard(discord.channel(), discord.bot(), UserMessage.of(text));
    }

    private static String locator(Message message) {
        return "'locator':{'conversation_id':'" + message.channelId() + "','message_id':'" + message.id() + "'}";
    }

    private Reply edit(Message message, String body) {
        return client.post(
                OPS + "/messages/edit", "{" + locator(message) + ",'body':'" + body + "'}", AdminSetup.bearer("admin"));
    }

    private Reply decide(String approval, boolean approved, String by) {
        return client.post(
                APPROVALS + "/" + approval + "/decision", "{'approved':" + approved + "}", AdminSetup.bearer(by));
    }

    private String held(Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(202);
        return reply.text("/approval/approval_id");
    }

    private String textOf(Message message) {
        return discord.history(discord.channel()).stream()
                .filter(found -> found.id().equals(message.id()))
                .findFirst()
                .orElseThrow()
                .content();
    }

    private long edits() {
        return discord.requests().stream()
                .filter(request -> request.method().equals("PATCH"))
                .count();
    }

    @Test
    void anEditWaitsUntilSomebodyElseAllowsIt() {
        Message message = ours("black tea");

        Reply waiting = edit(message, "green tea");
        String approval = held(waiting);

        assertThat(textOf(message)).isEqualTo("black tea");
        assertThat(waiting.text("/approval/state")).isEqualTo("requested");
        assertThat(waiting.text("/approval/operation")).isEqualTo("edit");
        assertThat(waiting.text("/approval/requested_by")).isEqualTo("admin");
        assertThat(waiting.text("/approval/before")).isEqualTo("black tea");
        assertThat(waiting.text("/approval/after")).isEqualTo("green tea");
        assertThat(waiting.at("/approval/expires_at_unix_ms").asLong()
                        - waiting.at("/approval/requested_at_unix_ms").asLong())
                .isEqualTo(Duration.ofMinutes(15).toMillis());

        Reply decided = decide(approval, true, "approver");

        assertThat(decided.status()).as(decided.response().body()).isEqualTo(200);
        assertThat(decided.text("/approval/state")).isEqualTo("used");
        assertThat(decided.text("/approval/outcome")).isEqualTo("done");
        assertThat(decided.text("/approval/decided_by")).isEqualTo("approver");
        assertThat(textOf(message)).isEqualTo("green tea");
        assertThat(client.get(OPS + "/logs", AdminSetup.bearer("admin"))
                        .at("/events")
                        .findValuesAsText("event_type"))
                .contains("approval.requested", "approval.allowed", "approval.used", "message.edit");
    }

    @Test
    void whatIsDeniedIsNotDoneAndStaysDenied() {
        Message message = ours("black tea");
        String approval = held(edit(message, "green tea"));

        Reply denied = decide(approval, false, "approver");
        Reply again = decide(approval, true, "approver");

        assertThat(denied.text("/approval/state")).isEqualTo("denied");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("/code")).isEqualTo("state_conflict");
        assertThat(again.text("/detail")).contains("was decided by approver", "make the request again");
        assertThat(edits()).isZero();
    }

    @Test
    void nobodyDecidesHisOwnRequest() {
        Message message = ours("black tea");
        String approval = held(edit(message, "green tea"));

        Reply own = decide(approval, true, "admin");

        assertThat(own.status()).isEqualTo(403);
        assertThat(own.text("/code")).isEqualTo("forbidden");
        assertThat(own.text("/detail")).contains("requested by admin", "another token");
        assertThat(edits()).isZero();
    }

    /** Whoever makes an approved call again asks for a change of its own. */
    @Test
    void anApprovalIsUsedOnce() {
        Message message = ours("black tea");
        String first = held(edit(message, "green tea"));
        decide(first, true, "approver");

        String second = held(edit(message, "green tea"));
        Reply again = decide(first, true, "approver");

        assertThat(second).isNotEqualTo(first);
        assertThat(again.text("/code")).isEqualTo("state_conflict");
        assertThat(edits()).isEqualTo(1);
    }

    @Test
    void otherContentNeedsAnApprovalOfItsOwn() {
        Message message = ours("black tea");
        String first = held(edit(message, "green tea"));

        String same = held(edit(message, "green tea"));
        String other = held(edit(message, "poison"));
        decide(first, true, "approver");

        assertThat(same).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(textOf(message)).isEqualTo("green tea");
        assertThat(client.get(APPROVALS + "/" + other, AdminSetup.bearer("viewer"))
                        .text("/approval/state"))
                .isEqualTo("requested");
    }

    /** Goal: of several calls at once one record. Method: they begin when all are ready. */
    @Test
    void theSameCallSeveralTimesAtOnceIsOneApproval() throws Exception {
        Message message = ours("black tea");

        List<Reply> replies = AtOnce.run(4, i -> edit(message, "green tea"));

        assertThat(replies).extracting(this::held).hasSize(4).containsOnly(held(replies.get(0)));
    }

    /** Goal: a decision is one person's. Method: two decide otherwise at once. */
    @Test
    void ofTwoWhoDecideAtOnceOneDoes() throws Exception {
        for (int round = 0; round < 5; round++) {
            String approval = held(edit(ours("black tea"), "green tea " + round));

            List<Reply> replies = AtOnce.run(2, i -> decide(approval, i == 0, i == 0 ? "approver" : "second"));

            assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(200, 409);
            Reply winner = replies.get(0).status() == 200 ? replies.get(0) : replies.get(1);
            assertThat(winner.text("/approval/state")).isEqualTo(winner == replies.get(0) ? "used" : "denied");
        }
    }

    @Test
    void aMessageThatIsNotThereIsNotHeld() {
        Message message = ours("black tea");
        discord.userDeletes(message);

        Reply missing = edit(message, "green tea");

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text("/code")).isEqualTo("unknown_message");
    }

    @Test
    void whatThePlatformDoesNotPermitIsDenied() {
        String approval = held(edit(said("theirs"), "mine"));

        Reply decided = decide(approval, true, "approver");

        assertThat(decided.text("/approval/outcome")).isEqualTo("denied");
        assertThat(decided.text("/approval/outcome_reason")).contains("somebody else");
    }

    @Test
    void whatThePlatformFailsAtHasFailed() {
        String approval = held(edit(ours("black tea"), "green tea"));
        discord.faults().next("GET", "/channels/{channel}", Fault.status(503));

        Reply decided = decide(approval, true, "approver");

        assertThat(decided.text("/approval/outcome")).isEqualTo("failed");
        assertThat(decided.text("/approval/outcome_reason")).isNotEmpty();
    }

    @Test
    void viewersSeeNoTexts() {
        String approval = held(edit(ours("black tea"), "green tea"));

        Reply viewer = client.get(APPROVALS + "/" + approval, AdminSetup.bearer("viewer"));
        Reply list = client.get(APPROVALS, AdminSetup.bearer("viewer"));
        Reply approver = client.get(APPROVALS + "/" + approval, AdminSetup.bearer("approver"));

        assertThat(viewer.text("/approval/approval_id")).isEqualTo(approval);
        assertThat(viewer.response().body() + list.response().body()).doesNotContain("tea");
        assertThat(approver.text("/approval/before")).isEqualTo("black tea");
    }

    @Test
    void areListedNewestFirstPageByPage() {
        Message message = ours("black tea");
        List<String> approvals = Stream.of("one", "two", "three")
                .map(text -> held(edit(message, text)))
                .toList();
        decide(approvals.get(1), false, "approver");

        Reply page = client.get(APPROVALS + "?limit=2", AdminSetup.bearer("viewer"));
        Reply rest =
                client.get(APPROVALS + "?limit=2&before=" + page.text("/next_before"), AdminSetup.bearer("viewer"));
        Reply denied = client.get(APPROVALS + "?state=denied", AdminSetup.bearer("viewer"));

        assertThat(page.at("/approvals").findValuesAsText("approval_id"))
                .containsExactly(approvals.get(2), approvals.get(1));
        assertThat(rest.at("/approvals").findValuesAsText("approval_id")).containsExactly(approvals.get(0));
        assertThat(rest.json().has("next_before")).isFalse();
        assertThat(denied.at("/approvals").findValuesAsText("approval_id")).containsExactly(approvals.get(1));
    }

    @Test
    void saysWhatIsWrongWithADecision() {
        String approval = held(edit(ours("black tea"), "green tea"));
        String path = APPROVALS + "/" + approval + "/decision";

        Reply nothing = client.post(path, "{}", AdminSetup.bearer("approver"));
        Reply unknown = decide("nothing", true, "approver");

        assertThat(nothing.text("/errors/0/field")).isEqualTo("approved");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text("/code")).isEqualTo("unknown_approval");
    }
}
