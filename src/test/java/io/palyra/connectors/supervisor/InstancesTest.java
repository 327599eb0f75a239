package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.LaterConnector;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Principal;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.AboutSqliteFile;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstancesTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final ConnectorId DISCORD = ConnectorId.of("discord:default");

    @TempDir
    Path folder;

    private FlakyPlatform platform;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        platform = FlakyPlatform.fresh(FLAKY);
        program = ProgramUnderTest.in(folder).about(FLAKY).start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void theFirstStartHasEchoEnabledAndDiscordDisabled() {
        assertThat(program.connector(ProgramUnderTest.ECHO).status().enabled()).isTrue();
        assertThat(program.connector(ProgramUnderTest.ECHO).status().liveness()).isEqualTo(Liveness.RUNNING);
        assertThat(program.connector(DISCORD).status().enabled()).isFalse();
        assertThat(program.connector(DISCORD).status().liveness()).isEqualTo(Liveness.STOPPED);
        assertThat(program.connector(DISCORD).eventTypes()).containsExactly("connector.registered");
    }

    /** Discord is enabled all along: nobody there gets a first message. */
    @Test
    void aFirstMessageIsTriedWithAnEnabledConnectorThatReachesNoPlatform() {
        ConnectorId other = ConnectorId.of("echo:again");
        program.supervisor().setEnabled(DISCORD, true);
        program.connector(other).register();
        assertThat(program.supervision().roster().sandbox()).contains(ProgramUnderTest.ECHO);

        program.supervisor().setEnabled(ProgramUnderTest.ECHO, false);
        assertThat(program.supervision().roster().sandbox()).contains(other);

        program.supervisor().remove(other);
        assertThat(program.supervision().roster().sandbox()).isEmpty();
    }

    @Test
    void aDeferredKindIsInTheCatalogAndRefusedWithItsReason() {
        ConnectorId id = ConnectorId.of("later:ops");
        var type = program.program().catalog().find(id.kind());

        assertThat(type.availability()).isEqualTo(Availability.DEFERRED);
        assertThatThrownBy(() -> program.connector(id).register())
                .isInstanceOf(UnsupportedConnectorException.class)
                .hasMessage(LaterConnector.REASON);
        assertThat(program.supervision().roster().isRegistered(id)).isFalse();
        assertThat(program.connector(id).eventTypes()).isEmpty();
    }

    @Test
    void enabledWithoutATokenItSaysWhatIsMissing() {
        program.supervisor().setEnabled(DISCORD, true);

        assertThat(program.connector(DISCORD).status().readiness()).isEqualTo(Readiness.MISSING_CREDENTIAL);
        assertThat(program.connector(DISCORD).status().lastError()).contains("palyra.connectors.discord.default.token");
    }

    @Test
    void anUnknownKindIsRefusedAndTheKnownOnesNamed() {
        assertThatThrownBy(() -> program.connector(ConnectorId.of("pigeon:ops")).register())
                .isInstanceOf(UnsupportedConnectorException.class)
                .hasMessageContaining("pigeon")
                .hasMessageContaining("echo");
    }

    @Test
    void aRegisteredInstanceRunsAtOnceAndAfterARestart() throws Exception {
        program.supervisor().register(program.spec().withPrincipal(new Principal("channel:flaky:team")));
        ConnectorStatus answer = program.status();

        assertThat(answer.liveness()).isEqualTo(Liveness.RUNNING);
        assertThat(answer.readiness()).isEqualTo(Readiness.READY);
        assertThat(platform.openSessions()).isEqualTo(1);

        program.restart();

        assertThat(program.status().liveness()).isEqualTo(Liveness.RUNNING);
        assertThat(program.status().principal()).isEqualTo(new Principal("channel:flaky:team"));
        assertThat(program.eventTypes()).containsExactly("connector.registered");
    }

    /** What is on disk when the answer has been given is what a kill leaves. */
    @Test
    @AboutSqliteFile
    void aRegisteredInstanceSurvivesAKillRightAfterTheAnswer() throws Exception {
        program.register();
        Path killed = Files.createDirectory(folder.resolve("killed"));
        for (String file : List.of("store.db", "store.db-wal")) {
            Files.copy(folder.resolve(file), killed.resolve(file));
        }

        try (ProgramUnderTest next = ProgramUnderTest.in(killed).about(FLAKY).start()) {
            assertThat(next.status().liveness()).isEqualTo(Liveness.RUNNING);
        }
    }

    @Test
    void anIdIsRegisteredOnce() {
        program.register();

        assertThatThrownBy(() -> program.register())
                .isInstanceOf(ConnectorStateException.class)
                .hasMessageContaining("flaky:ops");
    }

    @Test
    void anInstanceRegisteredAsDisabledDoesNotRun() {
        program.supervisor().register(program.spec().withEnabled(false));

        assertThat(program.status().liveness()).isEqualTo(Liveness.STOPPED);
        assertThat(platform.opened()).isZero();
    }

    @Test
    void disablingKeepsMessagesWithoutAnAttemptAndEnablingDeliversThemInOrder() throws Exception {
        program.register();
        program.supervisor().setEnabled(FLAKY, false);
        program.enqueueAll("c1", "m1", "m2", "m3");
        program.awaitOthersDelivered("marker");

        assertThat(platform.openSessions()).isZero();
        assertThat(platform.sent()).isEmpty();
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.PENDING);
        assertThat(program.outbox("m1").attempts()).isZero();

        program.restart();
        assertThat(program.status().enabled()).isFalse();

        program.supervisor().setEnabled(FLAKY, true);
        program.awaitDelivered("m3");

        assertThat(platform.sent()).containsExactly("m1", "m2", "m3");
        assertThat(program.eventTypes())
                .startsWith("connector.registered", "connector.enabled_changed")
                .containsSubsequence("outbox.enqueued", "connector.enabled_changed", "outbox.delivered");
    }

    @Test
    void aRemovedInstanceLeavesItsRowsForTheNextOfItsName() throws Exception {
        program.register();
        program.supervision().queues().pause(FLAKY, "maintenance");
        program.enqueueAll("c1", "m1");

        program.supervisor().remove(FLAKY);

        assertThatThrownBy(() -> program.status()).isInstanceOf(UnknownConnectorException.class);
        assertThat(platform.openSessions()).isZero();
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.PENDING);
        assertThat(program.eventTypes()).endsWith("connector.removed");

        program.restart();
        assertThat(program.supervision().roster().isRegistered(FLAKY)).isFalse();

        program.register();
        assertThat(program.supervision().queues().state(FLAKY).pause()).isNull();
        program.awaitDelivered("m1");
    }

    @Test
    void anUnknownInstanceIsRefusedByEveryOperation() {
        assertThatThrownBy(() -> program.supervisor().setEnabled(FLAKY, true))
                .isInstanceOf(UnknownConnectorException.class);
        assertThatThrownBy(() -> program.supervisor().remove(FLAKY)).isInstanceOf(UnknownConnectorException.class);
        assertThatThrownBy(() -> program.supervision().queues().pause(FLAKY, null))
                .isInstanceOf(UnknownConnectorException.class);
        assertThatThrownBy(() -> program.supervision().queues().resume(FLAKY))
                .isInstanceOf(UnknownConnectorException.class);
        assertThatThrownBy(() -> program.supervision().queues().drain(FLAKY))
                .isInstanceOf(UnknownConnectorException.class);
        assertThat(program.eventTypes()).isEmpty();
    }

    @Test
    void theStatusKeepsItsFactsOverARestart() throws Exception {
        ConnectorId echo = ProgramUnderTest.ECHO;
        program.supervision().calls().emit(ProgramUnderTest.echoEvent("m1", "c1", "hello [connector-crash-once]"));
        program.awaitOthersDelivered("marker");
        await().until(() -> !program.program()
                .outboxStore()
                .find(echo, new EnvelopeId("m1:0"))
                .isEmpty());
        program.connector(echo).awaitDelivered("m1:0");
        ConnectorStatus before = program.connector(echo).status();

        assertThat(before.restartCount()).isEqualTo(1);
        assertThat(before.lastError()).contains("simulated crash");
        assertThat(before.lastInboundUnixMs()).isNotNull();
        assertThat(before.lastOutboundUnixMs()).isGreaterThanOrEqualTo(before.lastInboundUnixMs());

        program.restart();

        ConnectorStatus after = program.connector(echo).status();
        assertThat(after.restartCount()).isEqualTo(1);
        assertThat(after.lastError()).isEqualTo(before.lastError());
        assertThat(after.lastInboundUnixMs()).isEqualTo(before.lastInboundUnixMs());
        assertThat(after.lastOutboundUnixMs()).isEqualTo(before.lastOutboundUnixMs());
    }
}
