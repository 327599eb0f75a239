package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.crash.ForkedProgram;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.LoopbackDiscord;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what was allowed is asked of the platform once, whenever the program is killed. Method: the program runs in a process
 * of its own against a loopback Discord, which counts what it is asked to change.
 */
class ApprovalKillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Map<String, String> settings = new HashMap<>(Map.of("palyra.approvals", "required"));

    private FakeDiscord discord;
    private ForkedProgram program;
    private Message message;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        settings.putAll(LoopbackDiscord.settings(folder, discord));
        for (String setting : AdminSetup.tokensOfEachRole()) {
            String[] parts = setting.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        startProgram();
        message = discord.userSaysUnheard(discord.channel(), discord.bot(), UserMessage.of("black tea"));
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        discord.close();
    }

    private void startProgram() throws IOException {
        program = ForkedProgram.start(folder, settings);
        awaitSession();
    }

    private void awaitSession() {
        await("a session").atMost(PATIENCE).until(() -> discord.gateway().connected() == 1);
    }

    private AdminClient api() {
        return new AdminClient(URI.create(program.base()).getPort());
    }

    private String requestEdit() {
        Reply waiting = api().post(
                        AdminSetup.DISCORD_OPS + "/messages/edit",
                        "{'locator':{'conversation_id':'" + message.channelId() + "','message_id':'" + message.id()
                                + "'},'body':'green tea'}",
                        AdminSetup.bearer("admin"));
        return waiting.text("/approval/approval_id");
    }

    private Reply allow(String approval) {
        return api().post(
                        "/admin/v1/approvals/" + approval + "/decision",
                        "{'approved':true}",
                        AdminSetup.bearer("approver"));
    }

    private void awaitOutcome(String approval, String outcome) {
        await(outcome).atMost(PATIENCE).untilAsserted(() -> assertThat(
                        api().get("/admin/v1/approvals/" + approval, AdminSetup.bearer("viewer"))
                                .text("/approval/outcome"))
                .isEqualTo(outcome));
    }

    private long edits() {
        return discord.requests().stream()
                .filter(request -> request.method().equals("PATCH"))
                .count();
    }

    @Test
    void betweenTheDecisionAndTheCallOfThePlatform() throws Exception {
        String approval = requestEdit();
        api().post(AdminSetup.DISCORD_OPS + "/enabled", "{'enabled':false}", AdminSetup.bearer("admin"));
        assertThat(allow(approval).text("/approval/state")).isEqualTo("allowed");
        program.kill();
        assertThat(edits()).isZero();

        program = ForkedProgram.start(folder, settings);
        api().post(AdminSetup.DISCORD_OPS + "/enabled", "{'enabled':true}", AdminSetup.bearer("admin"));
        awaitSession();

        awaitOutcome(approval, "done");
        assertThat(edits()).isEqualTo(1);
    }

    @Test
    void whileThePlatformIsAsked() throws Exception {
        CountDownLatch killed = new CountDownLatch(1);
        discord.faults().next("PATCH", FakeDiscord.MESSAGES + "/{message}", Fault.heldUntil(killed));
        String approval = requestEdit();
        CompletableFuture<Void> decision = CompletableFuture.runAsync(() -> allow(approval));
        await("the platform is asked").atMost(PATIENCE).until(() -> edits() == 1);
        program.kill();
        killed.countDown();
        assertThat(decision).failsWithin(PATIENCE);

        program = ForkedProgram.start(folder, settings);

        awaitOutcome(approval, "unknown");
        assertThat(edits()).isEqualTo(1);
    }
}
