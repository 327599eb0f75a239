package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change on a platform other than Discord needs a second person in any case, and is done there once he allows it. */
class OtherKindsApprovalsTest {

    @TempDir
    private Path folder;

    @Test
    void ofSlack() throws Exception {
        try (FakeSlack slack = FakeSlack.start();
                ProgramUnderTest program = start(setup().slack(slack))) {
            assertThatAnEditWaits(
                    program, "slack:ops", slack.channel().id(), () -> slack.history(slack.channel()).stream()
                            .map(Message::text)
                            .toList());
        }
    }

    /** A bot cannot read a message on Telegram, so nobody knows what it was before. */
    @Test
    void ofTelegram() throws Exception {
        try (FakeTelegram telegram = FakeTelegram.start();
                ProgramUnderTest program = start(setup().telegram(telegram))) {
            assertThatAnEditWaits(
                    program,
                    "telegram:ops",
                    "telegram:chat:" + telegram.group().id(),
                    () -> telegram.history(telegram.group()).stream()
                            .map(message -> message.text())
                            .toList());
        }
    }

    private ProgramSetup setup() {
        return AdminSetup.in(folder).settings(AdminSetup.tokensOfEachRole()).settings("palyra.approvals=conditional");
    }

    private static ProgramUnderTest start(ProgramSetup setup) throws Exception {
        ProgramUnderTest program = setup.start();
        program.awaitConnected();
        return program;
    }

    /** @param texts what people see in the conversation */
    private static void assertThatAnEditWaits(
            ProgramUnderTest program, String connector, String conversation, Supplier<List<String>> texts) {
        AdminClient client = program.client();
        String messages = "/admin/v1/channels/" + connector + "/messages";
        Reply sent = client.post(
                messages + "/send",
                "{'conversation_id':'" + conversation + "','text':'black tea','envelope_id':'tea'}",
                AdminSetup.bearer("admin"));
        assertThat(sent.status()).as(sent.response().body()).isEqualTo(202);
        String id = await().until(
                        () -> client.get(messages + "/trace/tea", AdminSetup.bearer("admin"))
                                .json()
                                .findPath("native_message_id")
                                .asText(),
                        found -> !found.isEmpty());

        Reply waiting = client.post(
                messages + "/edit",
                "{'locator':{'conversation_id':'" + conversation + "','message_id':'" + id + "'},'body':'green tea'}",
                AdminSetup.bearer("admin"));

        assertThat(waiting.status()).as(waiting.response().body()).isEqualTo(202);
        assertThat(waiting.text("/approval/risk_level")).isEqualTo("high");
        assertThat(waiting.text("/approval/reason")).contains("this kind of connector");
        assertThat(texts.get()).containsExactly("black tea");

        client.post(
                "/admin/v1/approvals/" + waiting.text("/approval/approval_id") + "/decision",
                "{'approved':true}",
                AdminSetup.bearer("approver"));

        await().untilAsserted(() -> assertThat(texts.get()).containsExactly("green tea"));
    }
}
