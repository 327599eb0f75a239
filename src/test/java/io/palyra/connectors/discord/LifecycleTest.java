package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the connector says of itself when Discord does not want it, and how it comes back. */
class LifecycleTest {

    @TempDir
    private Path folder;

    private FakeDiscord discord;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
    }

    @AfterEach
    void stop() throws Exception {
        discord.close();
    }

    private static void awaitReadiness(ProgramUnderTest program, Readiness readiness) {
        program.within()
                .untilAsserted(() -> assertThat(program.status().readiness()).isEqualTo(readiness));
    }

    private static void assertEnablingHelps(ProgramUnderTest program) {
        program.supervisor().setEnabled(LoopbackDiscord.OPS, true);
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
        program.awaitConnected();
    }

    @Test
    void aMissingTokenIsSaidAndMendedWithoutARestart() throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("token") + "={{file:" + folder.resolve("later") + "}}")
                .startAnyway()) {
            awaitReadiness(program, Readiness.MISSING_CREDENTIAL);
            assertThat(program.status().lastError()).contains("palyra.connectors.discord.ops.token");
            Files.writeString(folder.resolve("later"), discord.token());
            assertEnablingHelps(program);
        }
    }

    @Test
    void aWrongTokenIsAFailedAuthentication() throws Exception {
        discord.revokeToken(true);
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).startAnyway()) {
            awaitReadiness(program, Readiness.AUTH_FAILED);
            assertThat(program.status().lastError())
                    .contains("Developer Portal")
                    .doesNotContain(discord.token());
            discord.revokeToken(false);
            assertEnablingHelps(program);
        }
    }

    @Test
    void aTokenThatIsRevokedKeepsTheMessages() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            discord.revokeToken(true);
            program.enqueue("m1", discord.channel().id(), "hello");
            awaitReadiness(program, Readiness.AUTH_FAILED);
            assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.PENDING);
            assertThat(program.outbox("m1").attempts()).isZero();
            discord.revokeToken(false);
            HealthReport report = program.supervision().calls().checkHealth(LoopbackDiscord.OPS, null);
            assertThat(report.readiness()).isEqualTo(Readiness.READY);
            program.awaitDelivered("m1");
        }
    }

    @Test
    void close4004WhileRunningIsAFailedAuthentication() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            discord.revokeToken(true);
            discord.gateway().closeLinks(4004, "Authentication failed.");
            awaitReadiness(program, Readiness.AUTH_FAILED);
        }
    }

    @Test
    void anIntentThatIsOffIsNamed() throws Exception {
        discord.allowPrivilegedIntents(0);
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).startAnyway()) {
            awaitReadiness(program, Readiness.MISCONFIGURED);
            assertThat(program.status().lastError()).contains("Message Content Intent", "4014");
            discord.allowPrivilegedIntents(1L << 15);
            assertEnablingHelps(program);
        }
    }

    @Test
    void withoutMessageContentNoPrivilegedIntentIsNeeded() throws Exception {
        discord.allowPrivilegedIntents(0);
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("message-content") + "=false")
                .start()) {
            assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
        }
    }

    @Test
    void close4012IsFinal() throws Exception {
        discord.gateway().closeNextIdentify(4012, "Invalid API version");
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).startAnyway()) {
            awaitReadiness(program, Readiness.MISCONFIGURED);
            assertThat(program.status().lastError()).contains("4012");
        }
    }

    @Test
    void aForeignAddressIsNotReached() throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.option("egress-allow-loopback") + "=false")
                .startAnyway()) {
            awaitReadiness(program, Readiness.MISCONFIGURED);
            assertThat(program.status().lastError()).contains("egress denied");
            assertThat(discord.requests()).isEmpty();
        }
    }

    @Test
    void aForeignResumeUrlIsNotReached() throws Exception {
        discord.gateway().resumeUrl("ws://10.0.0.1:9");
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            discord.gateway().resumeUrl(null);
            discord.gateway().dropLinks();
            discord.userSays(discord.channel(), discord.user(), "are you back?");
            program.within()
                    .untilAsserted(() -> assertThat(discord.ledger().accepted()).hasSize(1));
        }
    }

    @Test
    void aSessionThatDoesNotComeBackIsNotHealthy() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            discord.close();
            program.within()
                    .untilAsserted(() -> assertThat(program.status().liveness()).isEqualTo(Liveness.RESTARTING));
        }
    }

    @Test
    void anUnreachableDiscordIsTriedAgain() throws Exception {
        discord.close();
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).startAnyway()) {
            program.within()
                    .untilAsserted(() -> assertThat(program.status().liveness()).isEqualTo(Liveness.RESTARTING));
            assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
            assertThat(program.status().lastError()).contains("not reached");
        }
    }

    @Test
    void disablingEndsTheSession() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            program.supervisor().setEnabled(LoopbackDiscord.OPS, false);
            await().untilAsserted(
                            () -> assertThat(discord.gateway().connected()).isZero());
            assertThat(program.status().liveness()).isEqualTo(Liveness.STOPPED);
        }
    }

    @Test
    void aMessageThatIsOnItsWayWhileTheSessionRestartsIsDeliveredOnceByTheNextOne() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            CountDownLatch opened = new CountDownLatch(1);
            discord.faults().next("POST", "/users/@me/channels", Fault.heldUntil(opened));
            program.enqueue(OpenSession.message("m1", "user:" + discord.user().id(), "hello", builder -> builder));
            await().until(() -> discord.requests().stream()
                    .anyMatch(request -> request.path().endsWith("/users/@me/channels")));
            // One that JDA knows: it refuses further requests before it tells of the close. After others, such as 4012,
            // what
            // is in hand may still go out over the session that ends
            discord.gateway().closeLinks(4013, "Invalid intent(s)");
            program.within().alias("the session ends").until(() -> program.runtimeOf("session")
                    .isEmpty());
            opened.countDown();
            program.awaitDelivered("m1");
            assertThat(discord.ledger().texts(discord.direct(discord.user()).id()))
                    .containsExactly("hello");
            assertThat(program.events()).anySatisfy(event -> {
                assertThat(event.eventType()).isEqualTo("outbox.retry");
                assertThat(String.valueOf(event.details())).contains("connector_restarting");
            });
            program.awaitConnected();
        }
    }

    @Test
    void theRuntimeSaysWhoItIsAndNeverTheToken() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).start()) {
            var runtime = program.supervision().calls().runtime(LoopbackDiscord.OPS);
            assertThat(runtime)
                    .containsKeys("session", "identity", "rate_limits", "invalid_requests", "inbound")
                    .containsEntry(
                            "token",
                            "…" + discord.token().substring(discord.token().length() - 4));
            assertThat(runtime.toString()).doesNotContain(discord.token());
        }
    }
}
