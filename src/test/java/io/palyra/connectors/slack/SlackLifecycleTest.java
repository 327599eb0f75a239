package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.LoopbackSlack;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the program says when Slack does not want it any more, and how it comes back. One program, mended by each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlackLifecycleTest {

    private static final ConnectorId TWIN = ConnectorId.of("slack:twin");

    private Path folder;
    private FakeSlack slack;
    private ProgramUnderTest program;

    @BeforeAll
    void start(@TempDir Path empty) throws Exception {
        folder = empty;
        slack = FakeSlack.start();
        program = ProgramUnderTest.in(folder).slack(slack).start();
    }

    @AfterAll
    void stop() throws Exception {
        program.close();
        slack.close();
    }

    private void awaitReadiness(Readiness readiness, String... says) {
        program.awaitThat(() -> {
            assertThat(program.status().readiness()).isEqualTo(readiness);
            assertThat(program.status().lastError()).contains(says);
        });
    }

    private void assertEnablingHelps(String text) {
        program.supervisor().setEnabled(LoopbackSlack.OPS, true);
        program.awaitConnected();
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
        int before = slack.ledger().accepted(slack.channel().id()).size();
        slack.says(slack.channel(), slack.user(), text);
        program.within().until(() -> slack.ledger().texts(slack.channel().id()).contains("echo: " + text));
        assertThat(slack.ledger().accepted(slack.channel().id()).size()).isGreaterThan(before);
    }

    /** What is said while it is off is read afterwards. */
    @Test
    void socketModeThatIsSwitchedOffIsSaidAndComesBack() {
        slack.says(slack.channel(), slack.user(), "before it is off");
        program.within().until(() -> slack.ledger().texts(slack.channel().id()).contains("echo: before it is off"));
        slack.socket().switchOff();
        awaitReadiness(Readiness.MISCONFIGURED, "ocket");
        slack.saysUnheard(slack.channel(), slack.user(), Words.of("while it was off"));
        slack.socket().switchOn();
        assertEnablingHelps("on again");
        assertThat(slack.ledger().texts(slack.channel().id())).containsOnlyOnce("echo: while it was off");
        HealthReport report = program.supervision().calls().checkHealth(LoopbackSlack.OPS, null);
        assertThat(report.readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void anAppThatIsUninstalledIsAFailedAuthenticationAndMessagesWait() {
        slack.uninstall(slack.team());
        awaitReadiness(Readiness.AUTH_FAILED, "install");
        program.enqueue("waits", slack.channel().id(), "waits");
        assertThat(program.outbox("waits").state()).isEqualTo(OutboxState.PENDING);
        slack.revoke(slack.token(), false);
        assertEnablingHelps("installed again");
        program.awaitDelivered("waits");
    }

    @Test
    void aMissingAppTokenIsSaidAndMended() throws Exception {
        Path token = folder.resolve("app-token");
        Files.delete(token);
        program.supervisor().setEnabled(LoopbackSlack.OPS, false);
        program.awaitThat(() -> assertThat(slack.socket().connected()).isZero());
        assertThat(program.status().liveness()).isEqualTo(Liveness.STOPPED);
        program.supervisor().setEnabled(LoopbackSlack.OPS, true);
        awaitReadiness(Readiness.MISSING_CREDENTIAL, "palyra.connectors.slack.ops.app-token");
        Files.writeString(token, slack.appToken());
        assertEnablingHelps("with its token again");
    }

    @Test
    void theRuntimeSaysWhoItIsAndNoToken() {
        program.awaitConnected();
        var runtime = program.supervision().calls().runtime(LoopbackSlack.OPS);
        assertThat(runtime).containsKeys("session", "identity", "rate_limits", "events", "inbound", "app_token");
        assertThat(runtime.toString()).doesNotContain(slack.token(), slack.appToken());
    }

    @Test
    void healthAndRuntimeNameAnotherInstanceOfTheSameApp() throws Exception {
        Path twins = Files.createDirectories(folder.resolve("twins"));
        try (FakeSlack both = FakeSlack.start();
                ProgramUnderTest two = ProgramUnderTest.in(twins)
                        .slack(both)
                        .settings(new LoopbackSlack(TWIN, both).settings(twins))
                        .startAnyway()) {
            two.awaitThat(
                    () -> assertThat(two.runtimeOf("identity")).containsEntry("same_app_as", List.of(TWIN.value())));
            assertThat(two.supervision()
                            .calls()
                            .checkHealth(LoopbackSlack.OPS, null)
                            .checks())
                    .filteredOn(check -> check.message().contains(TWIN.value()))
                    .hasSize(1);
        }
    }

    /** An operator reads what is wrong with it, and that nobody tries again. */
    @Test
    void anOptionThatMakesNoSenseIsAMisconfigurationWithItsReason() throws Exception {
        try (FakeSlack other = FakeSlack.start();
                ProgramUnderTest wrong = ProgramUnderTest.in(Files.createDirectories(folder.resolve("wrong")))
                        .slack(other)
                        .settings(LoopbackSlack.option("api-url") + "=ftp://slack.com/api/")
                        .startAnyway()) {
            wrong.awaitThat(() -> assertThat(wrong.status().readiness()).isEqualTo(Readiness.MISCONFIGURED));
            assertThat(wrong.status().lastError()).contains("api-url must be an https URL", "ftp://slack.com/api/");
        }
    }
}
