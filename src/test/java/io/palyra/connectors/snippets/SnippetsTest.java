package io.palyra.connectors.snippets;

import static io.palyra.connectors.testkit.ProgramUnderTest.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.palyra.connectors.Command;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.ApiDescription;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whoever copies a block from README.md or a page gets what the text beside it says. Method: one program with the
 * settings that the pages show; commands are typed into a shell, routes loaded and run. What is not run is in {@link NotRun}.
 */
class SnippetsTest {

    @TempDir
    static Path folder;

    private static final List<Snippet> ALL = Snippet.all();

    /** Which routes have come to their end, and how. */
    private static final Queue<String> ENDS = new ConcurrentLinkedQueue<>();

    /** Of the page on echo: nobody but an operator sends again. */
    private static final ConnectorId CARELESS = ConnectorId.of("echo:careless");

    /** Either or: a decision is final. */
    private static final String DECISIONS = "messages/outbox/u1/resend";

    private static ProgramUnderTest program;

    @BeforeAll
    static void start() throws Exception {
        String[] settings = ALL.stream()
                .filter(snippet -> snippet.language().equals("properties"))
                .filter(SnippetsTest::isRun)
                .filter(snippet -> !hasATestOfItsOwn(snippet.page()))
                .flatMap(snippet -> snippet.text().lines())
                .toArray(String[]::new);
        assertThat(settings).hasSizeGreaterThanOrEqualTo(4);
        // The last word: nobody is to reach for Discord
        program = ProgramUnderTest.in(folder)
                .settings(settings)
                .settings("palyra.connectors.discord.ops.enabled=false", "palyra.connectors.echo.spare.enabled=true")
                .admin()
                .start();
        program.context().getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeEvent end
                        && end.getExchange().getFromRouteId() != null) {
                    ENDS.add(end.getExchange().getFromRouteId() + " " + event.getType());
                }
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    private static Stream<Snippet> on(String page, String language) {
        return ALL.stream().filter(snippet -> snippet.isOn(page, language)).filter(snippet -> NotRun.of(snippet)
                .isEmpty());
    }

    /** One of them: the page may get others. */
    private static Snippet one(String page, String language, String contains) {
        return on(page, language)
                .filter(snippet -> snippet.text().contains(contains))
                .findFirst()
                .orElseThrow(() -> new AssertionError(page + " has no block of " + language + " with " + contains));
    }

    /** Pages whose blocks of this kind are run here or by another test, all of them. */
    private static boolean isRun(Snippet snippet) {
        String page = snippet.page();
        return switch (snippet.language()) {
            case "properties" ->
                List.of("echo.md", "discord.md", "deploy/README.md").contains(page) || hasATestOfItsOwn(page);
            case "sh" ->
                List.of("README.md", "echo.md").contains(page)
                        // RunbookTest types them
                        || page.equals("runbook.md");
            case "yaml" ->
                snippet.text().startsWith("steps:")
                        // FiltersOnThePageTest, AccessPageTest
                        ? List.of("routes.md", "access.md").contains(page)
                        : List.of("README.md", "routes.md", "sql.md").contains(page) || hasATestOfItsOwn(page);
            case "json" -> page.equals("echo.md");
            case "sql" -> hasATestOfItsOwn(page);
            default -> false;
        };
    }

    /** DaemonPageTest, AccessPageTest, SlackPageTest, TelegramPageTest, PostgresPageTest, NodesPageTest */
    private static boolean hasATestOfItsOwn(String page) {
        return List.of("daemon.md", "access.md", "slack.md", "telegram.md", "postgresql.md", "nodes.md")
                .contains(page);
    }

    @Test
    void eachBlockIsRunOrHasAReason() {
        assertThat(ALL).hasSizeGreaterThan(40);
        assertThat(ALL.stream().filter(snippet -> !isRun(snippet)))
                .as("blocks that no test runs: run them, or give the reason in NotRun")
                .allMatch(snippet -> NotRun.of(snippet).isPresent());
        assertThat(NotRun.LIST).as("reasons for blocks that are gone").noneMatch(entry -> entry.isStale(ALL));
    }

    @TestFactory
    Stream<DynamicTest> commands() {
        assumeTrue(Shell.hasCurl(), "the pages' commands need curl");
        Shell shell = new Shell(program.port(), folder);
        program.enqueue("x1", "given", "hello");
        program.awaitDelivered("x1");
        return Stream.of("README.md", "echo.md")
                .flatMap(page -> on(page, "sh"))
                .filter(snippet -> !snippet.text().contains(DECISIONS))
                .map(snippet -> dynamicTest(snippet.toString(), () -> shell.type(snippet)));
    }

    @Test
    void anOperatorDecidesOneWayOrTheOther() {
        assumeTrue(Shell.hasCurl(), "the pages' commands need curl");
        ConnectorUnderTest careless = program.connector(CARELESS);
        Shell shell = new Shell(program.port(), folder);
        shell.type("API=http://127.0.0.1:8080/admin/v1/channels");
        List<String> decisions = one("echo.md", "sh", DECISIONS).text().lines().toList();
        assertThat(decisions).hasSize(2);
        for (String decision : decisions) {
            String message = "decided-" + decisions.indexOf(decision);
            careless.enqueue(message, message, "hi [unknown-once]");
            careless.awaitState(message, OutboxState.UNKNOWN);

            shell.type(decision.replace("u1", message));

            careless.awaitState(message, decision.contains("resend") ? OutboxState.DELIVERED : OutboxState.DEAD);
        }
    }

    /** Those that are written in full, between the lines and in tables; on a connector that no other test here needs. */
    @Test
    void takesEachCommandThatAPageMentions() {
        List<String> mentioned = Snippet.mentionedCommands().stream()
                .filter(command -> command.matches("(channels|message) .*"))
                .filter(command -> !command.matches(".*(\\b[A-Z]+\\b|--watch|…).*"))
                .toList();
        assertThat(mentioned).isNotEmpty();

        assertThat(mentioned).allSatisfy(command -> {
            List<String> typed = new ArrayList<>(
                    List.of(command.replace(ECHO.value(), "echo:spare").split(" ")));
            typed.add("--url=http://127.0.0.1:" + program.port());
            Command ended = Command.run(typed.toArray(String[]::new));
            assertThat(ended.exitCode()).as("%s%n%s", command, ended.err()).isIn(0, 1);
            // One of them pauses it, and others wait for what they send
            program.supervision().queues().resume(ConnectorId.of("echo:spare"));
        });
    }

    /** The script that completes commands in a shell has every one. */
    @Test
    void thereIsEachOptionOfTheCommandLinePage() throws Exception {
        List<String> options = options(Files.readString(Path.of("src/main/docs/cli.md")), "`[^`\\n]*?(--[a-z][a-z-]+)");

        assertThat(options).hasSizeGreaterThan(20);
        assertThat(options(Command.run("completion").out(), "(--[a-z][a-z-]+)")).containsAll(options);
    }

    private static List<String> options(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                // A negation is the option that it negates
                .map(found -> found.group(1).replace("--no-", "--"))
                .distinct()
                .toList();
    }

    @Test
    void answersOnTheEchoPageAreAsTheApiDescribesThem() {
        Snippet answer = one("echo.md", "json", "external_message_id");

        assertThat(ApiDescription.OURS.faults(
                        ApiDescription.OURS.at("/components/schemas/OutboxMessage"), answer.text()))
                .isEmpty();
        assertThat(WireFormat.tree(answer.text())
                        .at("/receipt/external_message_id")
                        .asText())
                .matches("echo-[0-9a-f]{32}");
    }

    @Test
    void theReadmesRouteSendsAdmitsAndDeliversAtOnce() throws Exception {
        load(one("README.md", "yaml", "id: samples"));

        program.awaitThat(() -> assertThat(ENDS).contains("samples ExchangeCompleted"));
        assertThat(ENDS).doesNotContain("samples ExchangeFailed");
        program.awaitDelivered("tick-1:0");
        assertThat(program.findOutbox("now-1")).as("sent now is not stored").isEmpty();
        assertThat(program.inbox("tick-1")).isPresent();
    }

    @Test
    void theStandUpIsScheduled() throws Exception {
        load(one("routes.md", "yaml", "id: stand-up"));

        assertThat(program.context()
                        .getRouteController()
                        .getRouteStatus("stand-up")
                        .isStarted())
                .isTrue();
    }

    /** WebhooksTest and WebhookKillIT call it. */
    @Test
    void theConnectorThatTakesCallsIsTheOneThatIsTested() throws Exception {
        Snippet adapter = ALL.stream()
                .filter(snippet -> snippet.isOn("write-a-connector.md", "java")
                        && snippet.text().contains("class HookAdapter"))
                .findFirst()
                .orElseThrow();

        assertThat(Path.of("src/test/java/io/palyra/connectors/fake/HookAdapter.java"))
                .content()
                .endsWith("\n" + adapter.text().strip() + "\n");
    }

    /** For the kind that this program has. */
    @Test
    void aKindOfConnectorHasATemplateOfItsOwn() throws Exception {
        Snippet template = one("routes.md", "yaml", "palyra-inbound-discord");
        load("kind", template.text().replace("palyra-inbound-discord", "palyra-inbound-echo"));
        try {
            program.supervisor().renewRoutes();

            assertThat(program.receive("kind-1", "kind", "hello").accepted()).isFalse();
            assertThat(program.receive("kind-2", "kind", "palyra, hello").accepted())
                    .isTrue();
        } finally {
            program.context().removeRouteTemplateDefinitions("palyra-inbound-echo");
            program.supervisor().renewRoutes();
        }
        assertThat(program.receive("kind-3", "kind", "hello").accepted()).isTrue();
    }

    @Test
    void aLongListIsSentInLists() throws Exception {
        Snippet steps = one("routes.md", "yaml", "ListParts");
        load(
                "many",
                "- route:\n    id: many\n    from:\n      uri: direct:many\n      steps:\n"
                        + steps.text().indent(8));
        for (int message = 0; message < 2; message++) {
            program.context()
                    .createProducerTemplate()
                    .sendBody("direct:many", Collections.nCopies(1_001, "one of many"));
        }

        assertThat(number("SELECT COUNT(*) FROM palyra_outbox_v1 WHERE conversation_id = 'many'"))
                .isEqualTo(2_002);
    }

    private static long number(String query) throws SQLException {
        try (Connection store = StoreUnderTest.ofPrograms().connect(folder);
                PreparedStatement counting = store.prepareStatement(query)) {
            ResultSet row = counting.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void thePictureIsAnAttachmentWithItsCaption() throws Exception {
        Snippet steps = one("routes.md", "yaml", "CamelPalyraCaption");
        load(
                "picture",
                "- route:\n    id: picture\n    from:\n      uri: direct:picture\n      steps:\n"
                        + steps.text().indent(8));

        EnqueueOutcome stored = program.context()
                .createProducerTemplate()
                .requestBody("direct:picture", new byte[] {(byte) 0x89, 'P', 'N', 'G'}, EnqueueOutcome.class);

        assertThat(stored.created()).isTrue();
        assertThat(payload(stored.envelopeId())).contains("\"text\":\"Last night's load\"", "plot.png", "image/png");
    }

    @Test
    void theAlarmIsSentOnceForADeadLetter() throws Exception {
        load(one("sql.md", "yaml", "id: alarm"));

        program.enqueue("dies", "somewhere", "[permanent]");

        program.awaitThat(() -> assertThat(program.events("outbox.enqueued"))
                .extracting(event -> event.envelopeId())
                .anyMatch(envelope -> envelope.startsWith("alarm-" + ECHO.value())));
        assertThat(ENDS).doesNotContain("alarm " + CamelEvent.Type.ExchangeFailed);
    }

    private static String payload(EnvelopeId envelopeId) throws SQLException {
        try (Connection store = StoreUnderTest.ofPrograms().connect(folder);
                PreparedStatement query = store.prepareStatement("SELECT payload FROM outbox WHERE envelope_id = ?")) {
            query.setString(1, envelopeId.value());
            ResultSet row = query.executeQuery();
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static void load(Snippet snippet) throws Exception {
        load(snippet.page().replaceAll("\\W", "-"), snippet.text());
    }

    private static void load(String name, String yaml) throws Exception {
        PluginHelper.getRoutesLoader(program.context())
                .loadRoutes(ResourceHelper.fromString(name + ".camel.yaml", yaml));
        for (var route : program.context().getRoutes()) {
            // A supervised context leaves the start to whoever adds a route
            if (!program.context()
                    .getRouteController()
                    .getRouteStatus(route.getId())
                    .isStarted()) {
                program.context().getRouteController().startRoute(route.getId());
            }
        }
    }
}
