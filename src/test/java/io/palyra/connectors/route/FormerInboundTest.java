package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.program.ProgramStartException;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inbound route files that were made before there was access, with an instance that needs it. */
class FormerInboundTest {

    private static final ConnectorId ASKED = ConnectorId.of("flaky:former");

    @TempDir
    private Path folder;

    private ProgramSetup setup(String version, String... settings) throws Exception {
        return ProgramUnderTest.in(folder)
                .routes(RoutesUnderTest.copyOf(Path.of("src/test/resources", version), folder))
                .settings("palyra.connectors.flaky.former.enabled=true")
                .settings(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes-0.1", "routes-0.2"})
    void theyAreRefusedAtTheStartWithTheLineToAdd(String version) throws Exception {
        FlakyPlatform platform = FlakyPlatform.fresh(ASKED);
        ProgramSetup setup = setup(version, "palyra.connectors.flaky.former.access-groups=mention");

        assertThatThrownBy(setup::startAnyway)
                .isInstanceOf(ProgramStartException.class)
                .hasMessageContainingAll(
                        "inbound.camel.yaml: the route template palyra-inbound",
                        "flaky:former needs",
                        "Put to: \"palyra-access:{{connectorId}}\" before palyra-inbox",
                        "palyra.connectors.flaky.former.access-dm=open and"
                                + " palyra.connectors.flaky.former.access-groups=all");
        assertThat(platform.opened()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes-0.1", "routes-0.2"})
    void theyLetEverybodyInWhereTheSettingsSaySo(String version) throws Exception {
        FlakyPlatform.fresh(ASKED);
        try (ProgramUnderTest program = setup(
                        version,
                        "palyra.connectors.flaky.former.access-dm=open",
                        "palyra.connectors.flaky.former.access-groups=all")
                .start()) {
            ConnectorUnderTest connector = program.connector(ASKED);
            ConnectorConsumer consumer = (ConnectorConsumer)
                    program.context().getRoute("inbound-" + ASKED).getConsumer();

            assertThat(consumer.emit(connector.event("m1", "c1", "hi"), InboundFacts.NONE)
                            .accepted())
                    .isTrue();
            connector.awaitDelivered("m1:0");
        }
    }
}
