package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.Feed;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.SyncedLines;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.test.EditedRoutes;
import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.testkit.AdminClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a kind that has a template of its own is made from it, from when the file is there until it goes, and neither a
 * session nor a message is lost by that. Method: one program with three kinds of connector, whose routes are edited.
 */
class InboundTemplatesTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final ConnectorId ONE = ConnectorId.of("flaky:one");
    private static final ConnectorId TWO = ConnectorId.of("flaky:two");
    private static final ConnectorId LEDGER = ConnectorId.of("ledger:default");
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

    private static final FlakyPlatform PLATFORM = FlakyPlatform.fresh(ONE);

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .connectors("echo:default", ONE.value())
            .notStoodIn("flaky", "ledger")
            .settings(
                    "palyra.connectors.ledger.default.enabled=false",
                    "palyra.connectors.ledger.default.file={{test.folder}}/ledger",
                    "palyra.connectors.ledger.default.feed={{test.folder}}/feed");

    private static EditedRoutes routes;
    private static AdminClient operator;

    @BeforeAll
    static void find() {
        FlakyPlatform.fresh(TWO);
        routes = palyra.editedRoutes();
        operator = new AdminClient(palyra.admin("/").getPort());
    }

    @AfterEach
    void takeBack() {
        routes.restore();
        assertThat(admitted(ONE, "spam")).isTrue();
        assertThat(PLATFORM.openSessions()).isEqualTo(1);
    }

    private static boolean admitted(ConnectorId connector, String text) {
        return palyra.whenPlatformSays(connector.value(), "c", text).admitted();
    }

    private static void enable(ConnectorId connector, boolean enabled) {
        done(operator.post("/admin/v1/channels/" + connector + "/enabled", "{'enabled':" + enabled + "}"));
    }

    private static void done(AdminClient.Reply reply) {
        assertThat(reply.status()).as(reply.response().body()).isBetween(200, 299);
    }

    private static void load() {
        assertThat(routes.load()).isEmpty();
    }

    @Test
    void aConnectorMovesToTheTemplateOfItsKindAndBackWithItsSessionOpen() throws Exception {
        Route ofEcho = palyra.context().getRoute("inbound-echo:default");
        int opened = PLATFORM.opened();

        routes.write(FILE, own("flaky", "spam"));
        load();
        assertThat(admitted(ONE, "spam")).isFalse();
        assertThat(admitted(ONE, "ham")).isTrue();
        assertThat(admitted(ECHO, "spam")).isTrue();

        routes.write(FILE, own("flaky", "ham"));
        load();
        assertThat(admitted(ONE, "spam")).isTrue();
        assertThat(admitted(ONE, "ham")).isFalse();

        routes.delete(FILE);
        load();
        assertThat(admitted(ONE, "ham")).isTrue();
        assertThat(PLATFORM.opened()).isEqualTo(opened);
        assertThat(palyra.context().getRoute("inbound-echo:default")).isSameAs(ofEcho);
    }

    @Test
    void anEditOfTheGeneralOneLeavesAKindOfItsOwnAlone() throws Exception {
        routes.write(FILE, own("flaky", "spam"));
        load();
        Route ofFlaky = palyra.context().getRoute("inbound-flaky:one");

        routes.edit("inbound.camel.yaml", text -> text + "\n# edited\n");
        load();

        assertThat(palyra.context().getRoute("inbound-flaky:one")).isSameAs(ofFlaky);
        assertThat(admitted(ONE, "spam")).isFalse();
    }

    @Test
    void anInstanceThatComesLaterAndOneThatIsEnabledAgainAreMadeFromIt() throws Exception {
        routes.write(FILE, own("flaky", "spam"));
        load();
        done(operator.post("/admin/v1/channels", "{'connector_id':'" + TWO + "','enabled':true}"));
        enable(ONE, false);
        enable(ONE, true);

        assertThat(admitted(TWO, "spam")).isFalse();
        assertThat(admitted(ONE, "spam")).isFalse();
        done(operator.delete("/admin/v1/channels/" + TWO));
    }

    /** They are the instance's: its adapter is made with them, and so its session is opened anew. */
    @Test
    void otherOptionsInATemplateTakeEffect() throws Exception {
        int opened = PLATFORM.opened();

        routes.write(
                FILE,
                own("flaky", "spam")
                        .replace("uri: palyra-{{connectorId}}", "uri: palyra-{{connectorId}}?botLoopLimit=3"));
        load();

        assertThat(PLATFORM.opened()).isEqualTo(opened + 1);
        assertThat(admitted(ONE, "spam")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            palyra-inbound-flaky             | palyra-inbound-flacky             | kind flacky is unknown, one of discord
            palyra-inbound-flaky             | palyra-inbound-later              | the later connector is planned
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
            routes.write(FILE, own("flaky", "ham"));
            load();
            int opened = PLATFORM.opened();
            String broken = own("flaky", "spam")
                    .replace(unquoted(text), unquoted(replacement))
                    .replace("TAKEN", "" + taken.getLocalPort());

            routes.write(FILE, broken);

            assertThat(routes.load().orElseThrow()).contains(FILE, mention);
            assertThat(admitted(ONE, "ham")).isFalse();
            assertThat(admitted(ONE, "spam")).isTrue();
            assertThat(PLATFORM.opened()).isEqualTo(opened);
            assertThat(admitted(ECHO, "ham")).isTrue();
        }
    }

    @Test
    void oneForAKindWithoutInstancesIsTriedWithOne() throws Exception {
        routes.write("tiny.camel.yaml", own("tiny", "spam"));
        load();

        routes.write("tiny.camel.yaml", own("tiny", "spam").replace("- stop: {}", "- to: nosuch:x"));
        assertThat(routes.load().orElseThrow()).contains("tiny.camel.yaml", "nosuch");
    }

    @Test
    void nothingIsLostOrComesTwiceOrOutOfOrderWhileTemplatesComeAndGo() throws Exception {
        Path folder = palyra.folder();
        try (SyncedLines feed = new SyncedLines(folder.resolve("feed"))) {
            for (int i = 0; i < FED; i++) {
                feed.add("c", "fed-" + i, "m" + i);
            }
        }
        enable(LEDGER, true);
        int edits = 0;
        while (Feed.taken(folder.resolve("feed")).size() < FED) {
            routes.write("ledger.camel.yaml", own("ledger", "spam" + edits++));
            load();
            routes.delete("ledger.camel.yaml");
            load();
        }

        assertThat(edits).isGreaterThan(2);
        String last = "fed-" + (FED - 1) + ":0";
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !palyra.store("SELECT state FROM palyra_outbox_v1 WHERE state = 'delivered'"
                                + " AND envelope_id = '" + last + "'")
                        .isEmpty());
        assertThat(SyncedLines.read(folder.resolve("ledger")))
                .extracting(line -> line.get(1))
                .containsExactlyElementsOf(
                        IntStream.range(0, FED).mapToObj(i -> "fed-" + i + ":0").toList());
    }

    private static String own(String kind, String word) {
        return OWN.replace("KIND", kind).replace("WORD", word);
    }

    private static String unquoted(String cell) {
        return cell.replaceAll("^\"|\"$", "");
    }
}
