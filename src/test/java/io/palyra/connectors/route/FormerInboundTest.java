package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.program.ProgramStartException;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.test.PalyraExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inbound route files that were made before there was access, with an instance that needs it. */
class FormerInboundTest {

    private static final ConnectorId ASKED = ConnectorId.of("flaky:former");

    private static PalyraExtension program(String version, String... settings) {
        return PalyraExtension.program()
                .connectors("echo:default", ASKED.value())
                .notStoodIn("flaky")
                .routes("src/test/resources/" + version)
                .settings(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes-0.1", "routes-0.2"})
    void theyAreRefusedAtTheStartWithTheLineToAdd(String version) {
        FlakyPlatform platform = FlakyPlatform.fresh(ASKED);
        PalyraExtension refused = program(version, "palyra.connectors.flaky.former.access-groups=mention");

        assertThatThrownBy(refused::start)
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
        try (PalyraExtension palyra = program(
                        version,
                        "palyra.connectors.flaky.former.access-dm=open",
                        "palyra.connectors.flaky.former.access-groups=all")
                .start()) {
            InboundMessageEvent event = InboundMessageEvent.builder(
                            new EnvelopeId("m1"), ASKED, new ConversationId("c1"), new SenderId("user"), "hi")
                    .build();

            assertThat(palyra.whenPlatformSays(event, InboundFacts.NONE).admitted())
                    .isTrue();
            palyra.assertDelivered("c1", "echo: hi");
        }
    }
}
