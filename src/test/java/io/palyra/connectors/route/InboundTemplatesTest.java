package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.Feed;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.SyncedLines;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a kind that has a template of its own is made from it, from when the file is there until it goes, and neither a
 * session nor a message is lost by that. Method: one program with three kinds of connector, whose routes are edited.
 */
class InboundTemplatesTest {

    private static final ConnectorId ONE = ConnectorId.of("flaky:one");
    private static final String FILE = "flaky.camel.yaml";
    private static final int FED = 300;

    private static final String OWN = """
            - routeTemplate:
                id: palyra-inbound-KIND
                parameters:
                  - name: connectorId
                from:
                  uri: palyra-{{connectorId}}
                  steps:
                    - filter:
                        simple: "${body.body} contains 'WORD'"
                        steps:
                          - stop: {}
                    - to: palyra-inbox:{{connectorId}}
            """;

    @TempDir
    private static Path folder;

    private static FlakyPlatform platform;
    private static EditedRoutes routes;
    private static ConnectorUnderTest flaky;
    private static int count;

    @BeforeAll
    static void start() throws Exception {
        platform = FlakyPlatform.fresh(ONE);
        FlakyPlatform.fresh(ConnectorId.of("flaky:two"));
        routes = EditedRoutes.start(
                folder,
                Map.of(
                        "palyra.connectors.flaky.one.enabled",
                        "true",
                        "palyra.connectors.ledger.default.enabled",
                        "false",
                        "palyra.connectors.ledger.default.file",
                        folder.resolve("ledger").toString(),
                        "palyra.connectors.ledger.default.feed",
                        folder.resolve("feed").toString()),
                Map.of());
        flaky = routes.program().connector(ONE);
    }

    @AfterAll
    static void stop() throws Exception {
        routes.close();
    }

    @AfterEach
    void takeBack() throws Exception {
        routes.restore();
        assertThat(admitted(flaky, "spam")).isTrue();
        assertThat(platform.openSessions()).isEqualTo(1);
    }

    @Test
    void aConnectorMovesToTheTemplateOfItsKindAndBackWithItsSessionOpen() throws Exception {
        Route ofEcho = routes.context().getRoute("inbound-echo:default");
        int opened = platform.opened();

        routes.write(FILE, own("flaky", "spam")).look();
        assertThat(routes.lastError()).isEmpty();
        assertThat(admitted(flaky, "spam")).isFalse();
        assertThat(admitted(flaky, "ham")).isTrue();
        assertThat(admitted(routes.program(), "spam")).isTrue();

        routes.write(FILE, own("flaky", "ham")).look();
        assertThat(admitted(flaky, "spam")).isTrue();
        assertThat(admitted(flaky, "ham")).isFalse();

        routes.delete(FILE).look();
        assertThat(admitted(flaky, "ham")).isTrue();
        assertThat(platform.opened()).isEqualTo(opened);
        assertThat(routes.context().getRoute("inbound-echo:default")).isSameAs(ofEcho);
    }

    @Test
    void anEditOfTheGeneralOneLeavesAKindOfItsOwnAlone() throws Exception {
        routes.write(FILE, own("flaky", "spam")).look();
        Route ofFlaky = routes.context().getRoute("inbound-flaky:one");

        routes.edit("inbound.camel.yaml", text -> text + "\n# edited\n").look();

        assertThat(routes.lastError()).isEmpty();
        assertThat(routes.context().getRoute("inbound-flaky:one")).isSameAs(ofFlaky);
        assertThat(admitted(flaky, "spam")).isFalse();
    }

    @Test
    void anInstanceThatComesLaterAndOneThatIsEnabledAgainAreMadeFromIt() throws Exception {
        routes.write(FILE, own("flaky", "spam")).look();
        ConnectorId two = ConnectorId.of("flaky:two");
        routes.program()
                .supervisor()
                .register(
                        ConnectorInstanceSpec.forAccount(two.kind(), two.name()).withEnabled(true));
        routes.program().supervisor().setEnabled(ONE, false);
        routes.program().supervisor().setEnabled(ONE, true);

        assertThat(admitted(routes.program().connector(two), "spam")).isFalse();
        assertThat(admitted(flaky, "spam")).isFalse();
        routes.program().supervisor().remove(two);
    }

    /** They are the instance's: its adapter is made with them, and so its session is opened anew. */
    @Test
    void otherOptionsInATemplateTakeEffect() throws Exception {
        int opened = platform.opened();

        routes.write(
                        FILE,
                        own("flaky", "spam")
                                .replace("uri: palyra-{{connectorId}}", "uri: palyra-{{connectorId}}?botLoopLimit=3"))
                .look();

        assertThat(routes.lastError()).isEmpty();
        assertThat(platform.opened()).isEqualTo(opened + 1);
        assertThat(admitted(flaky, "spam")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            palyra-inbound-flaky             | palyra-inbound-flacky             | kind flacky is unknown, one of discord
            palyra-inbound-flaky             | palyra-inbound-slack              | the Slack connector is planned
            palyra-inbound-flaky             | palyra-inbound-Flaky              | kind
            palyra-inbox:                    | log:                              | palyra-inbound-flaky does not send to palyra-inbox
            "uri: palyra-{{connectorId}}"    | "uri: 'timer:{{connectorId}}'"    | begins at timer:{{connectorId}}, not at palyra-{{connectorId}}
            "uri: palyra-{{connectorId}}"    | "uri: 'palyra-flaky:one'"         | begins at palyra-flaky:one, not at palyra-{{connectorId}}
            "- name: connectorId"            | "- name: other"                   | other
            contains                         | kontains                          | kontains
            "- stop: {}"                     | "- to: nosuch:x"                  | nosuch
            "- stop: {}"                     | "- to: 'port:TAKEN'"              | in use
            """)
    void oneThatDoesNotWorkIsRefusedAndTheConnectorGoesOn(String text, String replacement, String mention)
            throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            routes.write(FILE, own("flaky", "ham")).look();
            int opened = platform.opened();
            String broken = own("flaky", "spam")
                    .replace(unquoted(text), unquoted(replacement))
                    .replace("TAKEN", "" + taken.getLocalPort());

            routes.write(FILE, broken).look();

            assertThat(routes.lastError()).contains(FILE, mention);
            assertThat(admitted(flaky, "ham")).isFalse();
            assertThat(admitted(flaky, "spam")).isTrue();
            assertThat(platform.opened()).isEqualTo(opened);
            assertThat(admitted(routes.program(), "ham")).isTrue();
        }
    }

    @Test
    void oneForAKindWithoutInstancesIsTriedWithOne() throws Exception {
        routes.write("tiny.camel.yaml", own("tiny", "spam")).look();
        assertThat(routes.lastError()).isEmpty();

        routes.write("tiny.camel.yaml", own("tiny", "spam").replace("- stop: {}", "- to: nosuch:x"))
                .look();
        assertThat(routes.lastError()).contains("tiny.camel.yaml", "nosuch");
    }

    @Test
    void nothingIsLostOrComesTwiceOrOutOfOrderWhileTemplatesComeAndGo() throws Exception {
        try (SyncedLines feed = new SyncedLines(folder.resolve("feed"))) {
            for (int i = 0; i < FED; i++) {
                feed.add("c", "fed-" + i, "m" + i);
            }
        }
        ConnectorId ledger = ConnectorId.of("ledger:default");
        routes.program().supervisor().setEnabled(ledger, true);
        int edits = 0;
        while (Feed.taken(folder.resolve("feed")).size() < FED) {
            routes.write("ledger.camel.yaml", own("ledger", "spam" + edits++)).look();
            assertThat(routes.lastError()).isEmpty();
            routes.delete("ledger.camel.yaml").look();
        }

        assertThat(edits).isGreaterThan(2);
        String last = "fed-" + (FED - 1) + ":0";
        routes.program().connector(ledger).awaitDelivered(last);
        assertThat(SyncedLines.read(folder.resolve("ledger")))
                .extracting(line -> line.get(1))
                .containsExactlyElementsOf(
                        IntStream.range(0, FED).mapToObj(i -> "fed-" + i + ":0").toList());
    }

    private static boolean admitted(ConnectorUnderTest connector, String text) throws Exception {
        String envelope = "m" + count++;
        return connector.receive(envelope, envelope, text).accepted();
    }

    private static String own(String kind, String word) {
        return OWN.replace("KIND", kind).replace("WORD", word);
    }

    private static String unquoted(String cell) {
        return cell.replaceAll("^\"|\"$", "");
    }
}
