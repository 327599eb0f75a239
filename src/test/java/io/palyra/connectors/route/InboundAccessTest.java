package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.access.AccessDesk;
import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.AccessWarning;
import io.palyra.connectors.access.DirectRule;
import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.test.EditedRoutes;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: an instance that is not open to all has no inbound route that comes to the inbox unasked. Method: one program with an
 * instance that takes who speaks to it, one that is open, and one that is enabled later; their routes are edited.
 *
 * <p>On the inner harness, as rules of access are changed and looked at inside the program.
 */
class InboundAccessTest {

    private static final ConnectorId ASKED = ConnectorId.of("flaky:asked");
    private static final ConnectorId LATER = ConnectorId.of("flaky:later");
    private static final ConnectorId OPEN = ConnectorId.of("tiny:open");
    private static final String INBOUND = "inbound.camel.yaml";
    private static final String STEP = "palyra-access:{{connectorId}}";

    private static final String UNASKED = """
            - routeTemplate:
                id: palyra-inbound-KIND
                parameters: [{name: connectorId}]
                from: {uri: "palyra-{{connectorId}}", steps: [{to: "palyra-inbox:{{connectorId}}"}]}
            """;

    @TempDir
    private static Path folder;

    private static ProgramUnderTest program;
    private static EditedRoutes routes;
    private static ConnectorUnderTest asked;
    private static int count;

    @BeforeAll
    static void start() throws Exception {
        FlakyPlatform.fresh(ASKED);
        FlakyPlatform.fresh(LATER);
        program = ProgramUnderTest.in(folder)
                .routes(RoutesUnderTest.copy(folder))
                .settings(
                        "palyra.connectors.flaky.asked.enabled=true",
                        "palyra.connectors.flaky.asked.access-groups=mention",
                        "palyra.connectors.flaky.later.enabled=false",
                        "palyra.connectors.flaky.later.access-dm=off",
                        "palyra.connectors.tiny.open.enabled=true")
                .start();
        routes = EditedRoutes.of(folder.resolve("routes"), program.context());
        asked = program.connector(ASKED);
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    private static void load() {
        assertThat(routes.load()).isEmpty();
    }

    @AfterEach
    void takeBack() throws Exception {
        program.supervisor().setEnabled(LATER, false);
        routes.restore();
        assertIsAsked();
    }

    @Test
    void aTemplateWithoutTheStepIsRefusedWithTheLineToAddAndTheSettingsInsteadOfIt() throws Exception {
        Route before = program.context().getRoute("inbound-flaky:asked");

        routes.edit(INBOUND, text -> text.replace(STEP, "log:somewhere-else"));

        assertThat(routes.load().orElseThrow())
                .contains(
                        INBOUND
                                + ": the route template palyra-inbound comes to palyra-inbox without asking palyra-access on"
                                + " each way, which flaky:asked needs.",
                        "to: \"palyra-access:{{connectorId}}\" before palyra-inbox",
                        "palyra.connectors.flaky.asked.access-dm=open and palyra.connectors.flaky.asked.access-groups=all")
                .doesNotContain("echo:default", "tiny:open", "flaky:later");
        assertThat(program.context().getRoute("inbound-flaky:asked")).isSameAs(before);
    }

    @Test
    void oneOfAKindIsJudgedByTheInstancesOfTheKind() throws Exception {
        routes.write("kind.camel.yaml", UNASKED.replace("KIND", "tiny"));
        load();

        routes.write("kind.camel.yaml", UNASKED.replace("KIND", "flaky"));
        assertThat(routes.load().orElseThrow())
                .contains("kind.camel.yaml", "palyra-inbound-flaky", "flaky:asked needs");
        assertIsAsked();
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:asks", "seda:asks?waitForTaskToComplete=Always"})
    void theStepMayStandInAnotherRoute(String uri) throws Exception {
        String input = uri.replaceFirst("\\?.*", "");
        routes.write("asks.camel.yaml", """
                        - route:
                            from: {uri: "INPUT", steps: [{toD: "palyra-access:${header.CamelPalyraConnectorId}"}]}
                        """.replace("INPUT", input)).edit(INBOUND, text -> text.replace(STEP, uri));
        load();
        assertIsAsked();
        assertThat(says(program.connector(OPEN), InboundFacts.NONE).accepted()).isTrue();
    }

    @Test
    void anInstanceThatIsEnabledLaterIsMisconfiguredUntilItsTemplateAsks() throws Exception {
        program.supervisor().setEnabled(ASKED, false);
        try {
            routes.write("kind.camel.yaml", UNASKED.replace("KIND", "flaky"));
            load();

            program.supervisor().setEnabled(LATER, true);
            ConnectorUnderTest later = program.connector(LATER);

            assertThat(later.status().readiness()).isEqualTo(Readiness.MISCONFIGURED);
            assertThat(later.status().lastError())
                    .contains("kind.camel.yaml", "palyra-inbound-flaky", "flaky:later needs", "access-dm=open");
            assertThat(view(LATER).enforced()).isFalse();
            assertThat(program.context().getRoute("inbound-flaky:later")).isNull();

            routes.write(
                    "kind.camel.yaml",
                    UNASKED.replace("KIND", "flaky").replace("[{to", "[{to: \"" + STEP + "\"}, {to"));
            load();
            assertThat(later.status().readiness()).isEqualTo(Readiness.READY);
            assertThat(view(LATER).enforced()).isTrue();
        } finally {
            routes.delete("kind.camel.yaml");
            load();
            program.supervisor().setEnabled(ASKED, true);
        }
    }

    /** The route was made before the rules were: the inbox itself refuses what nobody has decided about. */
    @Test
    void rulesThatAreTightenedLaterAreNotPassedByAndAreSaidToBeOfNoUse() throws Exception {
        ConnectorUnderTest open = program.connector(OPEN);
        routes.write("kind.camel.yaml", UNASKED.replace("KIND", "tiny"));
        load();
        assertThat(says(open, InboundFacts.NONE).accepted()).isTrue();
        assertThat(view(OPEN).warnings()).isEmpty();
        AccessDesk desk = program.program().access().desk();

        desk.change(OPEN, new AccessRuleSet(DirectRule.OFF, null, null, null, null, null, null), Set.of(), "somebody");

        assertThat(view(OPEN).enforced()).isFalse();
        assertThat(view(OPEN).warnings()).extracting(AccessWarning::code).contains("not_enforced");
        assertThatThrownBy(() -> says(open, InboundFacts.NONE))
                .isInstanceOf(InboundRefusedException.class)
                .hasMessageContaining("palyra-access:tiny:open");
        desk.change(OPEN, AccessRuleSet.NONE, Set.of(AccessRuleSet.Field.DM), "somebody");
        assertThat(says(open, InboundFacts.NONE).accepted()).isTrue();
    }

    /** What only makes copies of a message, or clears its properties, makes none of it that comes from nowhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{removeProperties: {pattern: '*'}}, ADMIT",
                "{removeProperty: {name: CamelPalyraAdmission}}, ADMIT",
                "{setProperty: {name: CamelPalyraAdmission, constant: x}}, ADMIT",
                "{routingSlip: {constant: 'log:x,palyra-inbox:tiny:open'}}, ADMIT",
                "{recipientList: {constant: 'palyra-inbox:tiny:open'}}, ADMIT",
                "{enrich: {constant: 'palyra-inbox:tiny:open'}}, ADMIT",
                "{split: {simple: '${body}', steps: [ADMIT]}}",
                "{multicast: {parallelProcessing: true, steps: [ADMIT]}}",
                "{loop: {constant: 1, copy: true, steps: [ADMIT]}}",
                "{to: 'seda:admits?waitForTaskToComplete=Always'}"
            })
    void noStepHidesFromTheInboxThatNobodyHasDecided(String steps) throws Exception {
        ConnectorUnderTest open = program.connector(OPEN);
        routes.write(
                "kind.camel.yaml",
                (UNASKED.replace("KIND", "tiny").replace("{to: \"palyra-inbox:{{connectorId}}\"}", steps)
                                + "- route: {from: {uri: 'seda:admits', steps: [ADMIT]}}\n")
                        .replace("ADMIT", "{to: 'palyra-inbox:tiny:open'}"));
        load();
        assertThat(says(open, InboundFacts.NONE).accepted())
                .as("while all may talk")
                .isTrue();
        AccessDesk desk = program.program().access().desk();
        desk.change(OPEN, new AccessRuleSet(DirectRule.OFF, null, null, null, null, null, null), Set.of(), "somebody");
        try {
            assertThatThrownBy(() -> says(open, InboundFacts.NONE))
                    .isInstanceOf(InboundRefusedException.class)
                    .hasStackTraceContaining("palyra-access:tiny:open");
        } finally {
            desk.change(OPEN, AccessRuleSet.NONE, Set.of(AccessRuleSet.Field.DM), "somebody");
        }
    }

    private static void assertIsAsked() throws Exception {
        assertThat(view(ASKED).enforced()).isTrue();
        assertThat(says(asked, InboundFacts.NONE))
                .satisfies(refused -> assertThat(refused.accepted()).isFalse())
                .satisfies(refused -> assertThat(refused.decisionReason()).contains("not_mentioned"));
        assertThat(says(asked, new InboundFacts(true, false)).accepted()).isTrue();
        assertThat(asked.receive("operator-" + count, "c", "hi").accepted())
                .as("what an operator sends")
                .isTrue();
    }

    private static AccessDesk.View view(ConnectorId connectorId) {
        return program.program().access().desk().view(connectorId);
    }

    /** As the platform hands it over. */
    private static InboundIngestOutcome says(ConnectorUnderTest connector, InboundFacts facts) throws Exception {
        String envelope = "m" + count++;
        return ((ConnectorConsumer)
                        program.context().getRoute("inbound-" + connector.id()).getConsumer())
                .emit(connector.event(envelope, "c", "hi"), facts);
    }
}
