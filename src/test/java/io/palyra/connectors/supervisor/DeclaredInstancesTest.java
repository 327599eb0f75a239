package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.ProgramUnderTest;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings own what an instance is; the operator owns whether it is enabled, from its first start on. */
class DeclaredInstancesTest {

    private static final ConnectorId SECOND = ConnectorId.of("echo:second");

    @TempDir
    Path folder;

    @Test
    void aDeclaredInstanceStartsWithItsPrincipalAndOptions() throws Exception {
        try (var program = SupervisedProgram.start(
                folder,
                "palyra.connectors.echo.second.idempotent=false",
                "palyra.connectors.echo.second.principal=channel:two")) {
            assertThat(program.status(SECOND).liveness()).isEqualTo(Liveness.RUNNING);
            assertThat(program.status(SECOND).principal().value()).isEqualTo("channel:two");
            assertThat(program.supervisor().runtime(SECOND)).containsEntry("idempotent", false);
            assertThat(program.supervisor().targets().unknownResolution(SECOND)).isEqualTo(UnknownResolution.OPERATOR);
        }
    }

    @Test
    void theSettingsChangeTheDefinitionAndNotWhetherItIsEnabled() throws Exception {
        try (var program = SupervisedProgram.start(
                folder,
                "palyra.connectors.echo.second.enabled=false",
                "palyra.connectors.echo.second.principal=channel:two")) {
            assertThat(program.status(SECOND).enabled()).isFalse();
            program.supervisor().setEnabled(SECOND, true);

            program.restart(
                    "palyra.connectors.echo.second.enabled=false",
                    "palyra.connectors.echo.second.principal=channel:three",
                    "palyra.connectors.echo.second.idempotent=false");

            assertThat(program.status(SECOND).enabled()).isTrue();
            assertThat(program.status(SECOND).principal().value()).isEqualTo("channel:three");
            assertThat(program.supervisor().runtime(SECOND)).containsEntry("idempotent", false);

            program.supervisor().setEnabled(SECOND, false);
            program.restart("palyra.connectors.echo.second.enabled=true");

            assertThat(program.status(SECOND).enabled()).isFalse();
            assertThat(program.status(SECOND).liveness()).isEqualTo(Liveness.STOPPED);
        }
    }

    @Test
    void aBuiltInInstanceMayBeDeclaredAsDisabled() throws Exception {
        try (var program = SupervisedProgram.start(folder, "palyra.connectors.echo.default.enabled=false")) {
            assertThat(program.status(ProgramUnderTest.ECHO).enabled()).isFalse();
            assertThat(program.supervisor().isRegistered(ConnectorId.of("discord:default")))
                    .isTrue();
        }
    }

    @Test
    void aDeclaredInstanceIsNotRemovedByTheOperator() throws Exception {
        try (var program = SupervisedProgram.start(folder, "palyra.connectors.echo.second.enabled=true")) {
            assertThatThrownBy(() -> program.supervisor().remove(SECOND))
                    .isInstanceOf(ConnectorStateException.class)
                    .hasMessageContaining("declared in the settings");

            program.restart();
            program.supervisor().remove(SECOND);
            program.restart();

            assertThat(program.supervisor().isRegistered(SECOND)).isFalse();
        }
    }

    @Test
    void aDeclaredDeferredInstanceStopsTheStartAndIsNamed() {
        assertThatThrownBy(() -> SupervisedProgram.start(folder, "palyra.connectors.slack.ops.enabled=true"))
                .hasStackTraceContaining("palyra.connectors.slack.ops: the Slack connector is planned");
    }

    @Test
    void aDeclaredDeferredInstanceMayWaitDisabled() throws Exception {
        ConnectorId slack = ConnectorId.of("slack:ops");
        try (var program = SupervisedProgram.start(folder, "palyra.connectors.slack.ops.enabled=false")) {
            assertThat(program.status(slack).enabled()).isFalse();
        }
    }

    @Test
    void aWrongOptionLeavesTheInstanceMisconfiguredAndTheOthersRun() throws Exception {
        try (var program = SupervisedProgram.start(folder, "palyra.connectors.echo.second.idempotent=perhaps")) {
            assertThat(program.status(SECOND).readiness()).isEqualTo(Readiness.MISCONFIGURED);
            assertThat(program.status(SECOND).liveness()).isEqualTo(Liveness.STOPPED);
            assertThat(program.status(SECOND).lastError())
                    .contains("idempotent")
                    .contains("perhaps");

            program.enqueue(SECOND, "c1", "waits");
            program.awaitOthersDelivered("marker");

            assertThat(program.outbox(SECOND, "waits").attempts()).isZero();
        }
    }
}
