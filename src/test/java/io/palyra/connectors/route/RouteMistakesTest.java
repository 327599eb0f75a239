package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

    private static final String OWN = route("own", "direct:own", "setBody: {constant: own as before}");
    private static final String OTHER = route("other", "direct:other", "setBody: {constant: other as before}");

    /** A route with an id and one without, both made of a template, and two that Kamelets make. */
    private static final String MADE = """
            - routeTemplate: {id: says, parameters: [{name: name}], from: {uri: 'direct:{{name}}', steps: [{setBody: {constant: '{{name}} as before'}}, {to: 'kamelet:shout-action?mark=!'}]}}
            - templatedRoute: {routeTemplateRef: says, routeId: made, parameters: [{name: name, value: made}]}
            - templatedRoute: {routeTemplateRef: says, parameters: [{name: name, value: unnamed}]}
            """;

    @TempDir
    private static Path folder;

    private static EditedRoutes routes;
    private static ServerSocket taken;
    private static int count;
    private static List<String> ids;

    @BeforeAll
    static void start() throws Exception {
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        routes = EditedRoutes.start(
                folder, Map.of(), Map.of("own.camel.yaml", OWN, "other.camel.yaml", OTHER, "made.camel.yaml", MADE));
        ids = namedRoutes();
    }

    @AfterAll
    static void stop() throws Exception {
        routes.close();
        taken.close();
    }

    @BeforeEach
    void number() {
        count++;
    }

    @AfterEach
    void takeBack() throws IOException {
        routes.restore();
        assertThat(namedRoutes()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(routes.ask("own")).isEqualTo("own as before");
    }

    /** In a file that runs, and in a new one. */
    static Stream<Arguments> filesWithAMistake() {
        return Stream.of(
                arguments("no YAML", "- route: [", "route"),
                arguments("a tab", "- route:\n\tid: own", "\\t"),
                arguments("no list", "route: 1", "nothing in it"),
                arguments("no input", "- route: {id: own, steps: [{log: x}]}", "own"),
                arguments("an unknown step", from("direct:own", "setBodi: {constant: x}"), "setBodi"),
                arguments("an unknown key", "- route: {id: own, form: {uri: 'direct:own'}}", "form"),
                arguments("an unknown component", from("pigeon:own", "log: x"), "pigeon"),
                arguments("an unknown component in a step", from("direct:own", "to: 'pigeon:x'"), "pigeon"),
                arguments("an unknown option", from("timer:own?perriod=1", "log: x"), "perriod"),
                arguments("an option of another type", from("timer:own?period=soon", "log: x"), "soon"),
                arguments("a property that is not there", from("direct:own", "to: 'seda:{{nowhere}}'"), "nowhere"),
                arguments("an expression that does not end", from("direct:own", "log: '${body'"), "${body"),
                arguments("an unknown function", from("direct:own", "setBody: {simple: '${nosuch}'}"), "nosuch"),
                arguments(
                        "a predicate that is none",
                        from("direct:own", "filter: {simple: '${body} = 1', steps: [{log: x}]}"),
                        "="),
                arguments(
                        "an unknown language",
                        from("direct:own", "setBody: {language: {language: klingon, expression: x}}"),
                        "klingon"),
                arguments("an unknown data format", from("direct:own", "unmarshal: {custom: {ref: nosuch}}"), "nosuch"),
                arguments("a bean that is not there", from("direct:own", "to: 'bean:nosuch'"), "nosuch"),
                arguments("a step of a bean that is not there", from("direct:own", "bean: {ref: nosuch}"), "nosuch"),
                arguments("a processor that is not there", from("direct:own", "process: {ref: nosuch}"), "nosuch"),
                arguments(
                        "a data source that is not there",
                        from("direct:own", "to: 'sql:select 1?dataSource=#nosuch'"),
                        "nosuch"),
                arguments("no data source at all", from("direct:own", "to: 'sql:select 1'"), "dataSource"),
                arguments(
                        "a repository that is not there",
                        from(
                                "direct:own",
                                "idempotentConsumer: {idempotentRepository: nosuch, simple: '${body}', steps: [{log: x}]}"),
                        "nosuch"),
                arguments(
                        "a class of bean that is not there",
                        "- beans: [{name: b, type: com.example.Nosuch}]\n" + OWN,
                        "com.example.Nosuch"),
                arguments(
                        "a bean with an unknown property",
                        "- beans: [{name: b, type: java.util.Date, properties: {size: 3}}]\n" + OWN,
                        "size"),
                arguments(
                        "an exception that is not there",
                        "- route: {id: own, from: {uri: 'direct:own', steps: [{doTry: {steps: [{log: x}], doCatch: [{exception: [NosuchException], steps: [{log: x}]}]}}]}}",
                        "NosuchException"),
                arguments(
                        "an error handler of an unknown exception",
                        "- onException: {exception: [NosuchException], handled: {constant: 'true'}, steps: [{log: x}]}\n"
                                + OWN,
                        "NosuchException"),
                arguments(
                        "a policy that is not there",
                        "- routeConfiguration: {id: c, onException: [{onException: {exception: [java.lang.Exception], redeliveryPolicyRef: nosuch, steps: [{log: x}]}}]}\n"
                                + OWN.replace("id: own", "id: own, routeConfigurationId: c"),
                        "nosuch"),
                arguments("an input of its own twice", OWN + route("again", "direct:own", "log: x"), "direct://own"),
                arguments(
                        "the input of another file", OWN + route("again", "direct:other", "log: x"), "direct://other"),
                arguments(
                        "the input of another file with an option",
                        OWN + route("again", "direct:other?timeout=7", "log: x"),
                        "direct"),
                arguments("the id of its own twice", OWN + route("own", "direct:again", "log: x"), "route id own"),
                arguments("the id of another file", OWN + route("other", "direct:again", "log: x"), "route id other"),
                arguments("the id of a core route", OWN + route("daemon", "direct:again", "log: x"), "route id daemon"),
                arguments(
                        "a configuration of a core file",
                        "- routeConfiguration: {id: outbox-retries, onException: [{onException: {exception: [java.lang.Exception], steps: [{log: x}]}}]}\n"
                                + OWN,
                        "outbox-retries"),
                arguments(
                        "the place in the order of another",
                        "- route: {id: own, startupOrder: 7, from: {uri: 'direct:own', steps: [{log: x}]}}\n- route: {id: again, startupOrder: 7, from: {uri: 'direct:again', steps: [{log: x}]}}",
                        "startupOrder"),
                arguments("a second delivery", from("palyra-outbox:*", "log: x"), "palyra-outbox:*"),
                arguments("a delivery of one connector", from("palyra-outbox:echo:default", "log: x"), "palyra-outbox"),
                arguments("a settlement as an input", from("palyra-settle:outbox", "log: x"), "palyra-settle"),
                arguments("an unknown queue", from("direct:own", "to: 'palyra-settle:post'"), "post"),
                arguments(
                        "an unknown kind of connector",
                        from("direct:own", "to: 'palyra-nosuch:default'"),
                        "palyra-nosuch"),
                arguments(
                        "a connector of an unknown kind",
                        from("direct:own", "to: 'palyra-outbox:pigeon:ops?conversationId=c'"),
                        "kind pigeon is unknown"),
                arguments(
                        "a connector whose kind is not there yet",
                        from("direct:own", "to: 'palyra-outbox:slack:ops?conversationId=c'"),
                        "slack:ops"),
                arguments(
                        "a connector that nobody has registered",
                        from("direct:own", "to: 'palyra-outbox:echo:nosuch?conversationId=c'"),
                        "channels add echo:nosuch"),
                arguments(
                        "a connector that nobody has registered, as a source",
                        from("direct:own", "to: 'palyra-inbox:echo:nosuch'"),
                        "palyra.connectors.echo.nosuch.enabled=true"),
                arguments("no connector id", from("direct:own", "to: 'palyra-outbox:echo?conversationId=c'"), "echo"),
                arguments(
                        "a folder that is not there",
                        from("file:" + "/nowhere/at/all?autoCreate=false&startingDirectoryMustExist=true", "log: x"),
                        "/nowhere/at/all"),
                arguments("a schedule that is none", from("quartz:own?cron=never", "log: x"), "CronExpression 'never'"),
                arguments("a port that is taken", from("port:TAKEN", "log: x"), "in use"),
                arguments(
                        "a port that is taken in a later route",
                        OWN + route("again", "port:TAKEN", "log: x"),
                        "in use"),
                arguments("a step that does not start", from("direct:own", "to: 'port:TAKEN'"), "in use"),
                arguments(
                        "an unknown template",
                        "- templatedRoute: {routeTemplateRef: nosuch, routeId: t}\n" + OWN,
                        "nosuch"),
                arguments(
                        "a template without its parameter",
                        "- routeTemplate: {id: t, parameters: [{name: p}], from: {uri: 'direct:{{p}}', steps: [{log: x}]}}\n- templatedRoute: {routeTemplateRef: t, routeId: again}\n"
                                + OWN,
                        "p"),
                arguments("an unknown Kamelet", from("direct:own", "to: 'kamelet:nosuch'"), "nosuch"),
                arguments(
                        "a dead letter endpoint that is not there",
                        "- errorHandler: {deadLetterChannel: {deadLetterUri: 'pigeon:dead'}}\n" + OWN,
                        "pigeon"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filesWithAMistake")
    void inAFileThatRuns(String mistake, String content, String mention) throws Exception {
        routes.write("own.camel.yaml", content.replace("TAKEN", "" + taken.getLocalPort()));

        assertRefused("own.camel.yaml", mention);
        assertThat(routes.logged())
                .contains("ERROR The routes of own.camel.yaml from before go on; every other route goes on,"
                        + " reloaded from good.camel.yaml");
    }

    static Stream<Arguments> routesMadeWithAMistake() {
        String another = "- templatedRoute: {routeTemplateRef: says, %sparameters: [{name: name, value: %s}]}\n";
        return Stream.of(
                arguments("the input of another file", MADE + another.formatted("", "other"), "direct://other"),
                arguments("an input of its own twice", MADE + another.formatted("", "unnamed"), "direct://unnamed"),
                arguments(
                        "the id of another file",
                        MADE + another.formatted("routeId: own, ", "fresh"),
                        "route id own is taken"),
                arguments(
                        "a step that does not start", MADE.replace("kamelet:shout-action?mark=!", "port:TAKEN"), "use"),
                arguments("a step of a Kamelet without its parameter", MADE.replace("?mark=!", ""), "mark"),
                arguments(
                        "a step behind a Kamelet's timer",
                        MADE + route("again", "kamelet:tick-source?period=60000", "to: 'port:TAKEN'"),
                        "in use"));
    }

    /** Of templates and Kamelets; Camel does not say of these from which file they are. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("routesMadeWithAMistake")
    void inAFileThatMakesRoutes(String mistake, String content, String mention) throws Exception {
        routes.write("made.camel.yaml", content.replace("TAKEN", "" + taken.getLocalPort()));

        assertRefused("made.camel.yaml", mention);
    }

    @Test
    void whatAFileMakesOfTemplatesAndKameletsIsRenewedAndGoesWithIt() throws Exception {
        routes.write(
                "made.camel.yaml",
                MADE.replace("as before", "now") + route("ticks", "kamelet:tick-source?period=60000", "log: x"));
        routes.look();

        assertThat(routes.lastError()).isEmpty();
        assertThat(routes.ask("made")).isEqualTo("made now!");
        assertThat(routes.ask("unnamed")).isEqualTo("unnamed now!");
        assertThat(routes.routeIds()).anyMatch(id -> id.startsWith("tick-source"));

        routes.delete("made.camel.yaml");
        routes.look();

        assertThat(routes.lastError()).isEmpty();
        assertThat(routes.routeIds())
                .containsExactlyInAnyOrder("own", "other", "daemon", "outbox", "inbound-echo:default");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    outbox.camel.yaml  | palyra-settle:outbox         | "[                           | outbox.camel.yaml
                    outbox.camel.yaml  | palyra-settle:outbox         | palyra-nosuch:outbox         | palyra-nosuch
                    outbox.camel.yaml  | palyra-settle:outbox         | palyra-settle:outbox?speed=9 | speed
                    outbox.camel.yaml  | palyra-settle:outbox         | log:outbox                   | palyra-settle:outbox
                    outbox.camel.yaml  | "palyra-outbox:*"            | direct:outbox                | palyra-outbox:*
                    daemon.camel.yaml  | palyra-settle:inbox          | log:inbox                    | palyra-settle:inbox
                    daemon.camel.yaml  | palyra-daemon:default        | log:asked                    | log://asked
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
        routes.restore();
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

        routes.restore();
        routes.delete(file);
        assertRefused(file, "");
    }

    @Test
    void aCoreFileThatIsRenamedIsMissedUntilItIsBack() throws Exception {
        String text = Files.readString(routes.folder().resolve("outbox.camel.yaml"));
        routes.delete("outbox.camel.yaml").write("outbox.camel.yml", text);

        assertRefused("outbox.camel.yaml", "palyra-outbox:*");
        assertThat(routes.logged())
                .contains("WARN outbox.camel.yml is ignored: only files named *.camel.yaml are loaded");
    }

    /** None of them is to blame alone, and none is loaded. */
    @Test
    void severalMistakesAtOnceHoldUpNeitherEachOtherNorTheRest() throws Exception {
        routes.write("own.camel.yaml", from("port:" + taken.getLocalPort(), "log: x"));
        routes.write("other.camel.yaml", "- route: [");
        routes.write("third.camel.yaml", route("third", "direct:own", "log: x"));
        routes.write("good.camel.yaml", route("good", "direct:good", "setBody: {constant: good}"));

        routes.look();

        assertThat(routes.lastError()).contains("own.camel.yaml", "other.camel.yaml", "third.camel.yaml");
        assertThat(routes.ask("own")).isEqualTo("own as before");
        assertThat(routes.ask("other")).isEqualTo("other as before");
        assertThat(routes.ask("good")).isEqualTo("good");
        assertThat(routes.routeIds()).doesNotContain("third");
    }

    /** Nothing that a check could find; but it is one route's matter. */
    @Test
    void aRouteThatStartsAndThrowsHarmsNoOther() throws Exception {
        routes.write(
                "own.camel.yaml",
                from(
                        "timer:own?delay=0&period=10",
                        "throwException: {exceptionType: java.lang.IllegalStateException, message: x}"));
        routes.look();

        assertThat(routes.lastError()).isEmpty();
        assertThat(routes.ask("other")).isEqualTo("other as before");
        routes.program().receive("thrown", "c1", "hello");
        routes.awaitDelivered("thrown:0");
    }

    /** What somebody stopped by hand is not started by the failure of another. */
    @Test
    void aRouteThatWasStoppedStaysStopped() throws Exception {
        routes.context().getRouteController().stopRoute("own");
        routes.write("own.camel.yaml", from("port:" + taken.getLocalPort(), "log: x"));
        routes.look();

        assertThat(routes.lastError()).contains("in use");
        assertThat(routes.context().getRouteController().getRouteStatus("own").isStopped())
                .isTrue();
        routes.context().getRouteController().startRoute("own");
    }

    private static HealthCheck.Result health() {
        return HealthCheckHelper.invokeReadiness(routes.context(), "full").stream()
                .filter(result -> result.getCheck().getId().equals("routes"))
                .findFirst()
                .orElseThrow();
    }

    /** Camel numbers the others. */
    private static List<String> namedRoutes() {
        return routes.routeIds().stream()
                .map(id -> id.replaceFirst("^(route|shout-action-)\\d+$", "$1"))
                .filter(id -> !id.equals("shout-action-"))
                .toList();
    }

    private static void assertRefused(String file, String mention) throws Exception {
        String id = "m" + count;
        routes.write("good.camel.yaml", route("good", "direct:good", "setBody: {constant: good " + count + "}"));

        routes.look();

        assertThat(routes.lastError()).contains(file, mention);
        assertThat(routes.logged())
                .filteredOn(line -> line.startsWith("ERROR"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("ERROR Routes not reloaded: ")
                .contains(file, mention);
        assertThat(routes.ask("own")).isEqualTo("own as before");
        assertThat(routes.ask("other")).isEqualTo("other as before");
        assertThat(routes.ask("made")).isEqualTo("made as before!");
        assertThat(routes.ask("unnamed")).isEqualTo("unnamed as before!");
        assertThat(routes.ask("good")).isEqualTo("good " + count);
        routes.program().receive(id, "c" + count, "hello");
        routes.awaitDelivered(id + ":0");
        assertThat(routes.routeIds())
                .contains("daemon", "outbox", "inbound-echo:default")
                .doesNotContain("again")
                .noneMatch(it -> it.startsWith("tick-source"));
    }

    private static String from(String uri, String step) {
        return route("own", uri, step);
    }

    private static String route(String id, String uri, String step) {
        return "- route: {id: %s, from: {uri: '%s', steps: [{%s}]}}\n".formatted(id, uri, step);
    }
}
