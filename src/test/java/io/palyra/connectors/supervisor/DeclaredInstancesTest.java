package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.fake.LaterConnector;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.ProgramUnderTest;
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
        try (var program = ProgramUnderTest.in(folder)
                .about(SECOND)
                .settings(
                        "palyra.connectors.echo.second.idempotent=false",
                        "palyra.connectors.echo.second.principal=channel:two")
                .start()) {
            assertThat(program.status().liveness()).isEqualTo(Liveness.RUNNING);
            assertThat(program.status().principal().value()).isEqualTo("channel:two");
            assertThat(program.supervision().calls().runtime(SECOND)).containsEntry("idempotent", false);
            assertThat(program.supervision().targets().unknownResolution(SECOND))
                    .isEqualTo(UnknownResolution.OPERATOR);
        }
    }

    @Test
    void theSettingsChangeTheDefinitionAndNotWhetherItIsEnabled() throws Exception {
        try (var program = ProgramUnderTest.in(folder)
                .about(SECOND)
                .settings(
                        "palyra.connectors.echo.second.enabled=false",
                        "palyra.connectors.echo.second.principal=channel:two")
                .start()) {
            assertThat(program.status().enabled()).isFalse();
            program.supervisor().setEnabled(SECOND, true);

            program.restartWith(
                    "palyra.connectors.echo.second.enabled=false",
                    "palyra.connectors.echo.second.principal=channel:three",
                    "palyra.connectors.echo.second.idempotent=false");

            assertThat(program.status().enabled()).isTrue();
            assertThat(program.status().principal().value()).isEqualTo("channel:three");
            assertThat(program.supervision().calls().runtime(SECOND)).containsEntry("idempotent", false);

            program.supervisor().setEnabled(SECOND, false);
            program.restartWith("palyra.connectors.echo.second.enabled=true");

            assertThat(program.status().enabled()).isFalse();
            assertThat(program.status().liveness()).isEqualTo(Liveness.STOPPED);
        }
    }

    @Test
    void aBuiltInInstanceMayBeDeclaredAsDisabled() throws Exception {
        try (var program = ProgramUnderTest.in(folder)
                .about(SECOND)
                .settings("palyra.connectors.echo.default.enabled=false")
                .start()) {
            assertThat(program.connector(ProgramUnderTest.ECHO).status().enabled())
                    .isFalse();
            assertThat(program.supervision().roster().isRegistered(ConnectorId.of("discord:default")))
                    .isTrue();
        }
    }

    @Test
    void aDeclaredInstanceIsNotRemovedByTheOperator() throws Exception {
        try (var program = ProgramUnderTest.in(folder)
                .about(SECOND)
                .settings("palyra.connectors.echo.second.enabled=true")
                .start()) {
            assertThatThrownBy(() -> program.supervisor().remove(SECOND))
                    .isInstanceOf(ConnectorStateException.class)
                    .hasMessageContaining("declared in the settings");

            program.restartWith();
            program.supervisor().remove(SECOND);
            program.restartWith();

            assertThat(program.supervision().roster().isRegistered(SECOND)).isFalse();
        }
    }

    @Test
    void aDeclaredDeferredInstanceStopsTheStartAndIsNamed() {
        assertThatThrownBy(() -> ProgramUnderTest.in(folder)
                        .about(SECOND)
                        .settings("palyra.connectors.later.ops.enabled=true")
                        .start())
                .hasStackTraceContaining("palyra.connectors.later.ops: " + LaterConnector.REASON);
    }

    @Test
    void aDeclaredDeferredInstanceMayWaitDisabled() throws Exception {
        ConnectorId later = ConnectorId.of("later:ops");
        try (var program = ProgramUnderTest.in(folder)
                .about(SECOND)
                .settings("palyra.connectors.later.ops.enabled=false")
                .start()) {
            assertThat(program.connector(later).status().enabled()).isFalse();
        }
    }

    @Test
    void aWrongOptionLeavesTheInstanceMisconfiguredAndTheOthersRun() throws Exception {
        try (var program = ProgramUnderTest.in(folder)
                .about(SECOND)
                .settings("palyra.connectors.echo.second.idempotent=perhaps")
                .start()) {
            assertThat(program.status().readiness()).isEqualTo(Readiness.MISCONFIGURED);
            assertThat(program.status().liveness()).isEqualTo(Liveness.STOPPED);
            assertThat(program.status().lastError()).contains("idempotent").contains("perhaps");

            program.enqueueAll("c1", "waits");
            program.awaitOthersDelivered("marker");

            assertThat(program.outbox("waits").attempts()).isZero();
        }
    }
}
