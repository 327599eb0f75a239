package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.cluster.Ownership;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While another node may have an instance, nothing that mends its session here opens one: no restart, and not Camel's backoff. */
class AnothersSessionTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");

    private final AtomicBoolean ours = new AtomicBoolean(true);

    @Test
    void nobodyOpensIt(@TempDir Path folder) throws Exception {
        FlakyPlatform platform = FlakyPlatform.fresh(FLAKY);
        try (ProgramUnderTest program = ProgramUnderTest.in(folder).about(FLAKY).start()) {
            program.supervision().sharedBy(new Lease(ours));
            program.register();
            assertThat(platform.openSessions()).isEqualTo(1);

            ours.set(false);
            program.supervision().host().sessionLost(FLAKY, "it went away");
            await().until(() -> String.valueOf(program.status().lastError()).contains("may not open a session"));
            await().until(() -> program.status().liveness() == Liveness.RESTARTING);
            assertThat(platform.openSessions()).isZero();

            ours.set(true);
            await().until(() -> program.status().liveness() == Liveness.RUNNING);
            assertThat(platform.openSessions()).isEqualTo(1);
        }
    }

    private record Lease(AtomicBoolean ours) implements Ownership {

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public boolean owns(ConnectorId connectorId) {
            return ours.get();
        }

        @Override
        public boolean mayFinish(ConnectorId connectorId) {
            return ours.get();
        }

        @Override
        public boolean isGood() {
            return ours.get();
        }

        @Override
        public Map<ConnectorId, Duration> withoutOwner() {
            return Map.of();
        }

        @Override
        public boolean isOurs(String claim) {
            return true;
        }

        @Override
        public Optional<String> ownerOf(ConnectorId connectorId) {
            return Optional.empty();
        }

        @Override
        public void wanted() {
            // It has what it has
        }
    }
}
