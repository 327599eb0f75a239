package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.TelegramBot;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the program says when Telegram does not want it any more, and how it comes back. One program, mended by each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramLifecycleTest {

    private static final ConnectorId TWIN = ConnectorId.of("telegram:twin");

    private Path folder;
    private RoutesUnderTest routes;
    private FakeTelegram telegram;
    private ProgramUnderTest program;
    private String chat;

    @BeforeAll
    void start(@TempDir Path empty) throws Exception {
        folder = empty;
        routes = RoutesUnderTest.copy(folder);
        telegram = FakeTelegram.start(HearingTelegram.quick());
        telegram.privacy(false);
        chat = String.valueOf(telegram.chat().id());
        program = ProgramUnderTest.in(folder)
                .telegram(telegram)
                .routes(routes)
                .settings("palyra.health.session-lost=1s")
                .admin()
                .start();
    }

    @AfterAll
    void stop() throws Exception {
        program.close();
        telegram.close();
    }

    private void says(String text) {
        telegram.says(telegram.chat(), telegram.person(), text);
    }

    private void awaitAnswer(String text) {
        program.within().until(() -> telegram.ledger().texts(chat).contains("echo: " + text));
        assertThat(telegram.ledger().texts(chat)).containsOnlyOnce("echo: " + text);
    }

    private void awaitReadiness(Readiness readiness, String... says) {
        program.awaitThat(() -> {
            assertThat(program.status().readiness()).isEqualTo(readiness);
            assertThat(program.status().lastError()).contains(says).doesNotContain(telegram.token());
        });
    }

    private void assertEnablingHelps(String text) {
        program.supervisor().setEnabled(LoopbackTelegram.OPS, true);
        program.awaitConnected();
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
        says(text);
        awaitAnswer(text);
    }

    private HealthReport health() {
        return program.supervision().calls().checkHealth(LoopbackTelegram.OPS, null);
    }

    @Test
    void aTokenThatIsRevokedIsAFailedAuthenticationAndANewOneHelps() throws Exception {
        program.awaitConnected();
        telegram.token(telegram.bot().id() + ":BBloopback-loopback_loopback-loopback");
        // The poll that waits goes on: Telegram says it to the next one
        telegram.cutConnections();
        awaitReadiness(Readiness.AUTH_FAILED, "BotFather");
        says("while it was refused");
        program.enqueue("waits", chat, "waits");
        assertThat(program.outbox("waits").state()).isEqualTo(OutboxState.PENDING);
        assertThat(program.outbox("waits").attempts()).isZero();
        LoopbackTelegram.writeToken(folder, telegram.token());
        assertEnablingHelps("with another token");
        awaitAnswer("while it was refused");
        program.awaitDelivered("waits");
    }

    @Test
    void aWebhookThatSomebodySetsIsSaidByItsHostAndLeftAlone() {
        program.awaitConnected();
        telegram.polls().webhook("https://hooks.example.org/secret-path");
        awaitReadiness(Readiness.MISCONFIGURED, "hooks.example.org", "take-over-webhook");
        assertThat(program.status().lastError()).doesNotContain("secret-path");
        says("for the webhook");
        assertThat(telegram.polls().webhook()).contains("secret-path");
        telegram.polls().webhook("");
        assertEnablingHelps("without the webhook");
        awaitAnswer("for the webhook");
    }

    /** It looks healthy to whoever sends: it is deaf. */
    @Test
    void anotherProgramThatPollsIsSaidEverywhereAndMessagesGoOut() throws Exception {
        program.awaitConnected();
        Thread other = new TelegramBot(telegram).pollsOnAndOn();
        program.awaitThat(() -> assertThat(
                        program.client().get("/observe/health/ready").response().body())
                .contains("another program polls with this token"));
        program.awaitThat(() -> assertThat(program.runtimeOf("session"))
                .containsEntry("connected", false)
                .containsEntry("conflicts", 2));
        assertThat(health().checks())
                .filteredOn(check -> check.message().contains("another program polls with this token"))
                .hasSize(1);
        program.enqueue("goes out", chat, "goes out");
        program.awaitDelivered("goes out");
        other.interrupt();
        says("heard by both");
        awaitAnswer("heard by both");
        // The next test begins with a session that knows of no other
        program.supervisor().setEnabled(LoopbackTelegram.OPS, false);
        assertEnablingHelps("alone again");
    }

    @Test
    void whatIsDisabledAsksForNothingAndTakesUpWhereItWas() {
        program.awaitConnected();
        program.supervisor().setEnabled(LoopbackTelegram.OPS, false);
        assertThat(program.status().liveness()).isEqualTo(Liveness.STOPPED);
        int polls = telegram.polls().started();
        says("while it was off");
        assertThat(telegram.polls().started()).isEqualTo(polls);
        assertEnablingHelps("on again");
        awaitAnswer("while it was off");
    }

    @Test
    void anEditedRouteKeepsTheSession() throws Exception {
        program.awaitConnected();
        says("before");
        awaitAnswer("before");
        long logins = telegram.calls("getMe");
        routes.edit("daemon.camel.yaml", "from:", "autoStartup: true\n    from:");
        says("after");
        awaitAnswer("after");
        assertThat(telegram.calls("getMe")).isEqualTo(logins);
    }

    @Test
    void aStopWhileAPollWaitsIsQuick() throws Exception {
        program.awaitConnected();
        program.within().until(() -> telegram.polls().waiting() == 1);
        long began = System.nanoTime();
        program.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        says("while it was down");
        program.startAgain();
        program.awaitConnected();
        awaitAnswer("while it was down");
    }

    @Test
    void theRuntimeSaysWhoItIsAndNoToken() {
        program.awaitConnected();
        var runtime = program.supervision().calls().runtime(LoopbackTelegram.OPS);
        assertThat(runtime).containsKeys("session", "identity", "rate_limits", "inbound", "pacing");
        assertThat(runtime.toString()).contains("palyra_loopback_bot").doesNotContain(telegram.token());
        assertThat(health().readiness()).isEqualTo(Readiness.READY);
    }

    /** The instance that is there first goes on. */
    @Test
    void aSecondInstanceOfTheSameBotIsSaid() throws Exception {
        Path twins = Files.createDirectories(folder.resolve("twins"));
        try (FakeTelegram both = FakeTelegram.start();
                ProgramUnderTest two = ProgramUnderTest.in(twins)
                        .telegram(both)
                        .settings(new LoopbackTelegram(TWIN, both).settings(twins))
                        .startAnyway()) {
            List<ConnectorId> ids = List.of(LoopbackTelegram.OPS, TWIN);
            two.awaitThat(() -> assertThat(ids)
                    .map(id -> two.connector(id).status().readiness())
                    .containsExactlyInAnyOrder(Readiness.READY, Readiness.MISCONFIGURED));
            ConnectorId refused = two.status().readiness() == Readiness.READY ? TWIN : LoopbackTelegram.OPS;
            ConnectorId first = refused.equals(TWIN) ? LoopbackTelegram.OPS : TWIN;
            assertThat(two.connector(refused).status().lastError()).contains(first.value(), "Disable one of them");
            two.within().until(() -> both.polls().waiting() == 1);
            assertThat(both.polls().conflicts()).isZero();
            assertThat(Map.of(first, two.connector(first).runtimeOf("session").get("connected")))
                    .containsEntry(first, true);
        }
    }
}
