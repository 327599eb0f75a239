package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: an edit that works takes effect while the program runs; one that does not changes nothing and is explained. */
class RouteReloadTest {

    @TempDir
    private static Path folder;

    private static EditedRoutes edited;
    private static ProgramUnderTest program;
    private static Path routes;

    @BeforeAll
    static void start() throws Exception {
        edited = EditedRoutes.start(folder, settings(), Map.of());
        program = edited.program();
        routes = edited.folder();
    }

    @AfterAll
    static void stop() throws Exception {
        edited.close();
    }

    @AfterEach
    void takeBack() throws IOException {
        edited.restore();
    }

    @Test
    void anEditedPolicyTakesEffect() throws Exception {
        edit("retries.camel.yaml", text -> text.replace("maximumRedeliveries: 81", "maximumRedeliveries: 0"));

        looked().untilAsserted(() -> {
            String id = "m" + System.nanoTime();
            program.receive(id, id, "fails [network-once]");
            await().untilAsserted(() -> assertThat(
                            program.findOutbox(id + ":0").orElseThrow().attempts())
                    .isEqualTo(1));
            assertThat(program.findOutbox(id + ":0").orElseThrow().state()).isEqualTo(OutboxState.DEAD);
        });
    }

    /** The handler of the added file and no other: its steps, its onWhen, its policy; and the old one again without it. */
    @Test
    void aConfigurationOfOnesOwnTakesEffectAndGoesAgain() throws Exception {
        Path own = routes.resolve("own.camel.yaml");
        String example = Files.readString(Path.of("routes/examples/retries-per-connector.camel.yaml"))
                .replace("maximumRedeliveries: 12", "maximumRedeliveries: 0")
                .replace(
                        "${header.CamelPalyraConnectorId} == '{{retries-per-connector.connector:echo:default}}'",
                        "${header.CamelPalyraConversationId} startsWith 'hasty' && ${exception.message} contains 'network'")
                .replace(
                        "            - to: palyra-settle",
                        "            - setHeader: {name: CamelPalyraConversationId, constant: other}\n"
                                + "            - to: palyra-settle");
        write(own, example);

        awaitThatHastyMessagesAre(OutboxState.DEAD);
        program.receive("patient", "c1", "fails [network-once]");
        program.awaitDelivered("patient:0");

        Files.delete(own);

        awaitThatHastyMessagesAre(OutboxState.DELIVERED);
    }

    private void awaitThatHastyMessagesAre(OutboxState expected) {
        looked().untilAsserted(() -> {
            String id = "m" + System.nanoTime();
            program.receive(id, "hasty-" + id, "fails [network-once]");
            await().until(() -> program.findOutbox(id + ":0")
                    .filter(it -> it.state() == OutboxState.DEAD || it.state() == OutboxState.DELIVERED)
                    .isPresent());
            assertThat(program.findOutbox(id + ":0").orElseThrow().state()).isEqualTo(expected);
        });
    }

    @Test
    void anAddedStepTakesEffect() throws Exception {
        edit(
                "outbox.camel.yaml",
                text -> text.replace(
                        "        - to:\n            id: settle-outbox",
                        "        - to: seda:copies\n        - to:\n            id: settle-outbox"));

        try (var consumer = program.application().context().createConsumerTemplate()) {
            looked().untilAsserted(() -> {
                String id = "m" + System.nanoTime();
                program.receive(id, "c1", "hello");
                assertThat(consumer.receive("seda:copies", 500)).isNotNull();
            });
        }
    }

    @Test
    void anEditedTemplateReachesTheConnectorsThatRun() throws Exception {
        edit(
                "inbound.camel.yaml",
                text -> text.replace("        - to:\n            id: admit", """
                %s- filter:
                %s    simple: "${body.body} contains 'spam'"
                %s    steps:
                %s      - stop: {}
                %s- filter:
                %s    simple: "${body.body} contains 'crash'"
                %s    steps:
                %s      - throwException: {exceptionType: java.lang.NullPointerException}
                %s- to:
                %s    id: admit""".replace("%s", "        ")));

        looked().ignoreException(InboundRefusedException.class).untilAsserted(() -> assertThat(
                        program.receive("m" + System.nanoTime(), "c1", "spam").accepted())
                .isFalse());
        assertThat(program.receive("good", "c1", "no junk").accepted()).isTrue();
        program.awaitDelivered("good:0");
        assertThatThrownBy(() -> program.receive("m1", "c1", "crash"))
                .hasMessage("envelope m1 was not admitted: NullPointerException");
    }

    @Test
    void aRouteThatIsGoneFromItsFileStops() throws Exception {
        Path own = routes.resolve("own.camel.yaml");
        write(
                own,
                "- route: {id: own, description: mine, from: {uri: 'seda:own', steps: [{log: hello}]}}\n- route: {id: other, from: {uri: 'seda:other', steps: [{log: hello}]}}\n");
        edited.look();
        assertThat(routeIds().containsAll(List.of("own", "other"))).isTrue();

        write(own, "- route: {id: own, description: mine, from: {uri: 'seda:own', steps: [{log: hello}]}}\n");

        edited.look();
        assertThat(!routeIds().contains("other")).isTrue();
        assertThat(routeIds()).contains("own");
    }

    @Test
    void theRoutesOfADeletedFileStop() throws Exception {
        Path own = routes.resolve("own.camel.yaml");
        write(own, "- route: {id: own, from: {uri: 'seda:own', steps: [{log: hello}]}}\n");
        edited.look();
        assertThat(routeIds().contains("own")).isTrue();

        Files.delete(own);

        edited.look();
        assertThat(!routeIds().contains("own")).isTrue();
    }

    /** As Kubernetes mounts a ConfigMap: each file is a link through ..data, and only that link is replaced. */
    @Test
    void aConfigMapThatIsUpdatedIsLoaded() throws Exception {
        Path first = Files.createDirectory(routes.resolve("..2026_01"));
        Path second = Files.createDirectory(routes.resolve("..2026_02"));
        Files.writeString(first.resolve("own.camel.yaml"), ownRoute("before"));
        Files.writeString(second.resolve("own.camel.yaml"), ownRoute("after"));
        link("..data", first.getFileName());
        link("own.camel.yaml", Path.of("..data", "own.camel.yaml"));
        edited.look();
        assertThat(routeIds().contains("before")).isTrue();

        link("..data", second.getFileName());

        edited.look();
        assertThat(routeIds().contains("after")).isTrue();
        assertThat(routeIds()).doesNotContain("before");
    }

    @Test
    void aFolderThatIsALinkIsFollowedWhereItPointsNext() throws Exception {
        Path next = Files.createDirectory(folder.resolve("routes-2"));
        try (var files = Files.newDirectoryStream(routes, "*.yaml")) {
            for (Path file : files) {
                Files.copy(file, next.resolve(file.getFileName()));
            }
        }
        Files.writeString(next.resolve("own.camel.yaml"), ownRoute("after"));

        link("../routes", next);

        edited.look();
        assertThat(routeIds().contains("after")).isTrue();
        assertThat(lastError()).isEmpty();
    }

    @Test
    void aRouteMayMoveToAnotherFile() throws Exception {
        Path one = routes.resolve("one.camel.yaml");
        Path two = routes.resolve("two.camel.yaml");
        write(one, ownRoute("mover"));
        edited.look();
        assertThat(routeIds().contains("mover")).isTrue();

        write(two, ownRoute("mover"));
        write(one, ownRoute("stayer"));

        edited.look();
        assertThat(routeIds().contains("stayer")).isTrue();
        assertThat(routeIds()).contains("mover");
        assertThat(lastError()).isEmpty();
    }

    private static String ownRoute(String id) {
        return "- route: {id: ID, from: {uri: 'seda:ID', steps: [{log: hello}]}}\n".replace("ID", id);
    }

    private static ConditionFactory looked() {
        edited.look();
        return await();
    }

    private static void link(String name, Path target) throws IOException {
        edited.link(name, target);
    }

    private static List<String> routeIds() {
        return edited.routeIds();
    }

    private static String lastError() {
        return edited.lastError();
    }

    private static void edit(String file, UnaryOperator<String> change) throws IOException {
        edited.edit(file, change);
    }

    private static void write(Path path, String text) throws IOException {
        edited.write(String.valueOf(path.getFileName()), text);
    }

    /** Two databases. */
    private static Map<String, String> settings() {
        return Map.of(
                "camel.beans.first", "#class:org.sqlite.SQLiteDataSource",
                "camel.beans.first.url", "jdbc:sqlite:" + folder.resolve("first.db"),
                "camel.beans.second", "#class:org.sqlite.SQLiteDataSource",
                "camel.beans.second.url", "jdbc:sqlite:" + folder.resolve("second.db"),
                "camel.component.sql.dataSource", "#bean:second");
    }

    @Test
    void aTrialHasTheSettingsOfTheProgram() throws Exception {
        edited.write("own.camel.yaml", """
                - route: {id: own, from: {uri: 'direct:own', steps: [{to: 'sql:select 7 as n?outputType=SelectOne'}]}}
                - route: {id: one, from: {uri: 'direct:one', steps: [{to: 'sql:select 8 as n?outputType=SelectOne&dataSource=#first'}]}}
                """);
        edited.look();

        assertThat(lastError()).isEmpty();
        assertThat(edited.ask("own")).isEqualTo("7");
        assertThat(edited.ask("one")).isEqualTo("8");
    }

    @Test
    void aKameletOfTheClassPathWorksAtEachReload() throws Exception {
        for (String mark : List.of("!", "!!", "?")) {
            edited.write(
                    "own.camel.yaml",
                    "- route: {id: own, from: {uri: 'direct:own', steps: [{setBody: {constant: hey}}, {to: 'kamelet:shout-action?mark=%s'}]}}\n"
                            .formatted(mark));
            edited.write("other.camel.yaml", ownRoute("other") + "# " + mark);
            edited.look();

            assertThat(lastError()).isEmpty();
            assertThat(edited.ask("own")).isEqualTo("hey" + mark);
        }
    }

    /** A trial that stopped what it borrows would make a repository forget what it has seen. */
    @Test
    void aTrialOfOneFileTouchesNothingOfAnother() throws Exception {
        edited.write("once.camel.yaml", """
                - beans: [{name: seen, type: org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository}]
                - route:
                    id: once
                    from:
                      uri: direct:once
                      steps:
                        - setBody: {constant: again}
                        - idempotentConsumer: {idempotentRepository: seen, constant: x, steps: [{setBody: {constant: first}}]}
                """);
        edited.look();
        assertThat(edited.ask("once")).isEqualTo("first");

        edited.write("own.camel.yaml", ownRoute("own"));
        edited.look();
        edited.write("own.camel.yaml", "- route: [");
        edited.look();

        assertThat(edited.ask("once")).isEqualTo("again");
    }

    /** A trial that read what a database has for an aggregate would send it, and mark it as sent. */
    @Test
    void aTrialLeavesWhatIsGatheredToTheRoutesThatRun() throws Exception {
        int before = CountedAggregations.STARTED.get();
        edited.write("gather.camel.yaml", """
                - beans: [{name: gathered, type: io.palyra.connectors.route.CountedAggregations}]
                - route:
                    id: gather
                    from:
                      uri: direct:gather
                      steps:
                        - aggregate:
                            aggregationRepository: "#bean:gathered"
                            aggregationStrategy: "#class:io.palyra.connectors.adapter.LinesAggregationStrategy"
                            correlationExpression: {constant: x}
                            completionSize: 2
                            steps: [{log: gathered}]
                """);
        edited.look();
        edited.write("own.camel.yaml", ownRoute("own"));
        edited.look();

        assertThat(lastError()).isEmpty();
        assertThat(routeIds()).contains("gather", "own");
        assertThat(CountedAggregations.STARTED.get() - before).isEqualTo(1);
    }

    @Test
    void theRoutesOfATemplateOfOnesOwnFollowIt() throws Exception {
        String made = """
                - routeTemplate: {id: says, parameters: [{name: name}], from: {uri: 'direct:{{name}}', steps: [{setBody: {constant: WORD}}]}}
                - templatedRoute: {routeTemplateRef: says, routeId: made, parameters: [{name: name, value: made}]}
                """;
        for (String word : List.of("one", "two")) {
            edited.write("own.camel.yaml", made.replace("WORD", word));
            edited.look();
            assertThat(lastError()).isEmpty();
            assertThat(edited.ask("made")).isEqualTo(word);
        }
    }
}
