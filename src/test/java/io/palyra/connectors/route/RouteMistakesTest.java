package io.palyra.connectors.route;

import static io.palyra.connectors.route.RouteMistakes.MADE;
import static io.palyra.connectors.route.RouteMistakes.OTHER;
import static io.palyra.connectors.route.RouteMistakes.OWN;
import static io.palyra.connectors.route.RouteMistakes.from;
import static io.palyra.connectors.route.RouteMistakes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.routes.SafeRouteReload;
import io.palyra.connectors.test.EditedRoutes;
import io.palyra.connectors.test.PalyraExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.spi.PropertiesSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever is wrong with an edit, the routes from before answer as before, a good file that was saved with it is
 * loaded, and the log says in two lines what failed and what goes on.
 *
 * <p>Method: one program, edited by mistake after mistake; each is taken back before the next.
 */
class RouteMistakesTest {

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .routeFile("own.camel.yaml", OWN)
            .routeFile("other.camel.yaml", OTHER)
            .routeFile("made.camel.yaml", MADE);

    private static final LogLines LOG = LogLines.of(SafeRouteReload.class);

    private static EditedRoutes routes;
    private static ServerSocket taken;
    private static int count;
    private static int said;
    private static List<String> ids;

    @BeforeAll
    static void find() throws Exception {
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        routes = palyra.editedRoutes();
        ids = namedRoutes();
    }

    @AfterAll
    static void close() throws Exception {
        LOG.close();
        taken.close();
    }

    @BeforeEach
    void number() {
        count++;
    }

    @AfterEach
    void takeBack() {
        restore();
        assertThat(namedRoutes()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ask("own")).isEqualTo("own as before");
    }

    private static void restore() {
        routes.restore();
        LOG.clear();
    }

    private static List<String> routeIds() {
        return palyra.context().getRoutes().stream().map(Route::getRouteId).toList();
    }

    private static String ask(String name) {
        return palyra.template().requestBody("direct:" + name + "?block=false", null, String.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.palyra.connectors.route.RouteMistakes#inAFile")
    void inAFileThatRuns(String mistake, String content, String mention) throws Exception {
        routes.write("own.camel.yaml", content.replace("TAKEN", "" + taken.getLocalPort()));

        assertRefused("own.camel.yaml", mention);
        assertThat(LOG.lines())
                .contains("ERROR The routes of own.camel.yaml from before go on; every other route goes on,"
                        + " reloaded from good.camel.yaml");
    }

    /** Of templates and Kamelets; Camel does not say of these from which file they are. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.palyra.connectors.route.RouteMistakes#inAFileThatMakesRoutes")
    void inAFileThatMakesRoutes(String mistake, String content, String mention) throws Exception {
        routes.write("made.camel.yaml", content.replace("TAKEN", "" + taken.getLocalPort()));

        assertRefused("made.camel.yaml", mention);
    }

    /** Where the stack ended within a lock, nobody would get it back. */
    @Test
    void theProgramThatRunsDoesNotGoToTheEndOfItsStack() throws Exception {
        DeepestCall deepest = new DeepestCall();
        palyra.context().getPropertiesComponent().addPropertiesSource(deepest);
        routes.write(
                "own.camel.yaml",
                "- routeTemplate: {id: me, from: {uri: 'kamelet:source', steps: [{to: 'kamelet:me?a={{how.deep}}'}]}}\n"
                        + from("direct:own", "to: 'kamelet:me'"));

        assertRefused("own.camel.yaml", "uses itself");
        assertThat(deepest.frames.get()).isLessThan(300);
    }

    private static final class DeepestCall implements PropertiesSource {

        private final AtomicInteger frames = new AtomicInteger();

        @Override
        public String getName() {
            return "deepest";
        }

        @Override
        public String getProperty(String name) {
            if (!"how.deep".equals(name)) {
                return null;
            }
            int depth = Thread.currentThread().getStackTrace().length;
            frames.accumulateAndGet(depth, Math::max);
            return "" + depth;
        }
    }

    @Test
    void whatAFileMakesOfTemplatesAndKameletsIsRenewedAndGoesWithIt() throws Exception {
        routes.write(
                "made.camel.yaml",
                MADE.replace("as before", "now") + route("ticks", "kamelet:tick-source?period=60000", "log: x"));
        assertThat(routes.load()).isEmpty();
        assertThat(ask("made")).isEqualTo("made now!");
        assertThat(ask("unnamed")).isEqualTo("unnamed now!");
        assertThat(routeIds()).anyMatch(id -> id.startsWith("tick-source"));

        routes.delete("made.camel.yaml");
        assertThat(routes.load()).isEmpty();
        assertThat(routeIds()).containsExactlyInAnyOrder("own", "other", "daemon", "outbox", "inbound-echo:default");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    outbox.camel.yaml  | palyra-settle:outbox         | "[                           | outbox.camel.yaml
                    outbox.camel.yaml  | palyra-settle:outbox         | palyra-nosuch:outbox         | palyra-nosuch
                    outbox.camel.yaml  | palyra-settle:outbox         | palyra-settle:outbox?speed=9 | speed
                    outbox.camel.yaml  | palyra-settle:outbox         | log:outbox                   | palyra-settle:outbox
                    outbox.camel.yaml  | "palyra-outbox:*"            | direct:outbox                | palyra-outbox:*
                    daemon.camel.yaml  | palyra-settle:inbox          | log:inbox                    | palyra-settle:inbox
                    daemon.camel.yaml  | palyra-daemon:default        | log:asked                    | step to[log:asked
                    daemon.camel.yaml  | timeout:                     | tineout:                     | tineout
                    daemon.camel.yaml  | daemon-retries               | nosuch                       | routeConfigurationId
                    inbound.camel.yaml | palyra-inbox:{{connectorId}} | log:gone                     | palyra-inbound
                    inbound.camel.yaml | palyra-inbox:{{connectorId}} | palyra-inbox:{{connector}}   | connector
                    inbound.camel.yaml | id: palyra-inbound           | id: inbound                  | palyra-inbound
                    retries.camel.yaml | RateLimitException           | RateLimitExeption            | RateLimitExeption
                    retries.camel.yaml | name: fiveAttempts           | name: sixAttempts            | fiveAttempts
                    """)
    void inACoreFile(String file, String text, String replacement, String mention) throws Exception {
        routes.edit(file, content -> content.replace(text, replacement));

        assertRefused(file, mention);
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getMessage()).hasValueSatisfying(said -> assertThat(said)
                .contains("files in routes/ have changed and were refused")
                .doesNotContain(mention));
        restore();
        assertThat(health().getMessage()).contains("all routes run");
    }

    /** The platform would be told that the message is taken, and it would be gone with the process. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    - wireTap: {uri: "palyra-inbox:{{connectorId}}"}                                                | wireTap
                    - to: seda:later                                                                               | seda:later
                    - aggregate: {correlationExpression: {constant: x}, aggregationStrategy: '#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy', completionSize: 2, steps: [{to: "palyra-inbox:{{connectorId}}"}]}   | aggregate
                    """)
    void aTemplateThatReachesTheInboxWhenNobodyWaits(String step, String mention) throws Exception {
        routes.write("later.camel.yaml", route("later", "seda:later", "to: 'palyra-inbox:echo:default'"));
        routes.edit(
                "inbound.camel.yaml",
                text -> text.substring(0, text.indexOf("      steps:")) + "      steps:\n        " + step + "\n");

        assertRefused("inbound.camel.yaml", "reaches palyra-inbox behind " + mention);
    }

    /** The trial starts no step; only the running program can tell that this one does not start. */
    @Test
    void aTemplateWhoseStepDoesNotStart() throws Exception {
        routes.edit(
                "inbound.camel.yaml",
                text -> text.replace(
                        "        - to:\n            id: admit",
                        "        - to: port:" + taken.getLocalPort() + "\n        - to:\n            id: admit"));

        assertRefused("inbound.camel.yaml", "in use");
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbox.camel.yaml", "daemon.camel.yaml", "inbound.camel.yaml", "retries.camel.yaml"})
    void aCoreFileThatIsEmptiedOrGone(String file) throws Exception {
        routes.write(file, "# nothing\n");
        assertRefused(file, "");

        restore();
        routes.delete(file);
        assertRefused(file, "");
    }

    @Test
    void aCoreFileThatIsRenamedIsMissedUntilItIsBack() throws Exception {
        String text = Files.readString(routes.folder().resolve("outbox.camel.yaml"));
        routes.delete("outbox.camel.yaml").write("outbox.camel.yml", text);

        assertRefused("outbox.camel.yaml", "palyra-outbox:*");
        assertThat(LOG.lines()).contains("WARN outbox.camel.yml is ignored: only files named *.camel.yaml are loaded");
    }

    /** None of them is to blame alone, and none is loaded. */
    @Test
    void severalMistakesAtOnceHoldUpNeitherEachOtherNorTheRest() throws Exception {
        routes.write("own.camel.yaml", from("port:" + taken.getLocalPort(), "log: x"));
        routes.write("other.camel.yaml", "- route: [");
        routes.write("third.camel.yaml", route("third", "direct:own", "log: x"));
        routes.write("good.camel.yaml", route("good", "direct:good", "setBody: {constant: good}"));

        assertThat(routes.load().orElseThrow()).contains("own.camel.yaml", "other.camel.yaml", "third.camel.yaml");
        assertThat(ask("own")).isEqualTo("own as before");
        assertThat(ask("other")).isEqualTo("other as before");
        assertThat(ask("good")).isEqualTo("good");
        assertThat(routeIds()).doesNotContain("third");
    }

    /** Camel adds the configurations of every file before the routes of the first one. */
    @Test
    void aRouteThatDoesNotStartHoldsUpNoConfigurationThatWasSavedWithIt() throws Exception {
        routes.write("early.camel.yaml", route("early", "direct:early", "to: 'port:" + taken.getLocalPort() + "'"));
        routes.write(
                "retries-per-connector.camel.yaml",
                Files.readString(Path.of("routes/examples/retries-per-connector.camel.yaml"))
                        .replace("maximumRedeliveries: 12", "maximumRedeliveries: 0"));

        assertThat(routes.load().orElseThrow())
                .contains("early.camel.yaml", "in use")
                .doesNotContain("retries-per-connector.camel.yaml");
        palyra.whenPlatformSays("hasty", "fails [network-once]");
        palyra.assertDeadLetter("hasty", "simulated network failure");
    }

    /** The routes that it configures are put back together with it. */
    @Test
    void aFileOfConfigurationsWithARouteThatDoesNotStart() throws Exception {
        routes.edit(
                "retries.camel.yaml", text -> text + "\n" + route("again", "port:" + taken.getLocalPort(), "log: x"));

        assertRefused("retries.camel.yaml", "in use");

        palyra.whenPlatformSays("patient", "fails [network-once]");
        palyra.passTime(palyra.assertWaits("patient"));
        palyra.assertDelivered("patient", "echo: fails [network-once]");
    }

    /** Nothing that a check could find; but it is one route's matter. */
    @Test
    void aRouteThatStartsAndThrowsHarmsNoOther() throws Exception {
        routes.write(
                "own.camel.yaml",
                from(
                        "timer:own?delay=0&period=10",
                        "throwException: {exceptionType: java.lang.IllegalStateException, message: x}"));
        assertThat(routes.load()).isEmpty();
        assertThat(ask("other")).isEqualTo("other as before");
        palyra.whenPlatformSays("thrown", "hello");
        palyra.assertDelivered("thrown", "echo: hello");
    }

    /** What somebody stopped by hand is not started by the failure of another. */
    @Test
    void aRouteThatWasStoppedStaysStopped() throws Exception {
        palyra.context().getRouteController().stopRoute("own");
        routes.write("own.camel.yaml", from("port:" + taken.getLocalPort(), "log: x"));
        assertThat(routes.load().orElseThrow()).contains("in use");
        assertThat(palyra.context().getRouteController().getRouteStatus("own").isStopped())
                .isTrue();
        palyra.context().getRouteController().startRoute("own");
    }

    private static HealthCheck.Result health() {
        return HealthCheckHelper.invokeReadiness(palyra.context(), "full").stream()
                .filter(result -> result.getCheck().getId().equals("routes"))
                .findFirst()
                .orElseThrow();
    }

    /** Camel numbers the others. */
    private static List<String> namedRoutes() {
        return routeIds().stream()
                .map(id -> id.replaceFirst("^(route|shout-action-)\\d+$", "$1"))
                .filter(id -> !id.equals("shout-action-"))
                .toList();
    }

    private static void assertRefused(String file, String mention) throws Exception {
        String conversation = "c" + said++;
        routes.write("good.camel.yaml", route("good", "direct:good", "setBody: {constant: good " + count + "}"));

        assertThat(routes.load().orElseThrow()).contains(file, mention);
        assertThat(LOG.lines())
                .filteredOn(line -> line.startsWith("ERROR"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("ERROR Routes not reloaded: ")
                .contains(file, mention);
        assertThat(ask("own")).isEqualTo("own as before");
        assertThat(ask("other")).isEqualTo("other as before");
        assertThat(ask("made")).isEqualTo("made as before!");
        assertThat(ask("unnamed")).isEqualTo("unnamed as before!");
        assertThat(ask("good")).isEqualTo("good " + count);
        palyra.whenPlatformSays(conversation, "hello");
        palyra.assertDelivered(conversation, "echo: hello");
        assertThat(routeIds())
                .contains("daemon", "outbox", "inbound-echo:default")
                .doesNotContain("again")
                .noneMatch(it -> it.startsWith("tick-source"));
    }
}
