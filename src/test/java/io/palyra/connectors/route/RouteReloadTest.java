package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.routes.SafeRouteReload;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: an edit that works takes effect while the program runs; one that does not changes nothing and is explained. */
class RouteReloadTest {

    private static final Duration RELOAD = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Path routes;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        routes = Files.createSymbolicLink(folder.resolve("routes"), Files.createDirectory(folder.resolve("routes-1")));
        try (var files = Files.newDirectoryStream(Path.of("routes"), "*.yaml")) {
            for (Path file : files) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        program = ProgramUnderTest.start(
                folder,
                Map.of(
                        "camel.main.routesIncludePattern",
                        "file:" + routes + "/*.camel.yaml",
                        "camel.main.routesReloadDirectory",
                        routes.toString()));
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void anEditedPolicyTakesEffect() throws Exception {
        edit("retries.camel.yaml", text -> text.replace("maximumRedeliveries: 81", "maximumRedeliveries: 0"));

        await().atMost(RELOAD).untilAsserted(() -> {
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
        awaitDelivered("patient:0");

        Files.delete(own);

        awaitThatHastyMessagesAre(OutboxState.DELIVERED);
    }

    private void awaitThatHastyMessagesAre(OutboxState expected) {
        await().atMost(RELOAD).untilAsserted(() -> {
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
            await().atMost(RELOAD).untilAsserted(() -> {
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

        await().atMost(RELOAD).ignoreException(InboundRefusedException.class).untilAsserted(() -> assertThat(
                        program.receive("m" + System.nanoTime(), "c1", "spam").accepted())
                .isFalse());
        assertThat(program.receive("good", "c1", "no junk").accepted()).isTrue();
        awaitDelivered("good:0");
        assertThatThrownBy(() -> program.receive("m1", "c1", "crash"))
                .hasMessage("envelope m1 was not admitted: NullPointerException");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    outbox.camel.yaml | palyra-settle:outbox  | "[                     | outbox.camel.yaml
                    outbox.camel.yaml | palyra-settle:outbox  | palyra-nosuch:outbox   | palyra-nosuch
                    outbox.camel.yaml | palyra-settle:outbox  | palyra-settle:outbox?speed=9 | speed
                    outbox.camel.yaml | palyra-settle:outbox  | log:outbox             | palyra-settle:outbox
                    daemon.camel.yaml | palyra-settle:inbox   | log:inbox              | palyra-settle:inbox
                    daemon.camel.yaml | timeout:              | tineout:               | tineout
                    inbound.camel.yaml | palyra-inbox:{{connectorId}} | log:gone        | palyra-inbound
                    retries.camel.yaml | RateLimitException    | RateLimitExeption      | RateLimitExeption
                    """)
    void aBrokenFileChangesNothingAndIsExplained(String file, String text, String replacement, String mention)
            throws Exception {
        String before = Files.readString(routes.resolve(file));
        edit(file, content -> content.replace(text, replacement));

        await().atMost(RELOAD).untilAsserted(() -> assertThat(lastError()).contains(file, mention));
        assertThat(routesCheck().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(routesCheck().getMessage()).hasValueSatisfying(said -> assertThat(said)
                .contains("files in routes/ have changed and were refused")
                .doesNotContain(mention));
        program.receive("m1", "c1", "hello [network-once]");
        awaitDelivered("m1:0");

        edit(file, content -> before + "\n");
        await().atMost(RELOAD).untilAsserted(() -> assertThat(lastError()).isEmpty());
        assertThat(routesCheck().getMessage()).contains("all routes run");
        program.receive("m2", "c1", "hello again");
        awaitDelivered("m2:0");
    }

    @Test
    void aRouteThatIsGoneFromItsFileStops() throws Exception {
        Path own = routes.resolve("own.camel.yaml");
        write(
                own,
                "- route: {id: own, description: mine, from: {uri: 'seda:own', steps: [{log: hello}]}}\n- route: {id: other, from: {uri: 'seda:other', steps: [{log: hello}]}}\n");
        await().atMost(RELOAD).until(() -> routeIds().containsAll(List.of("own", "other")));

        write(own, "- route: {id: own, description: mine, from: {uri: 'seda:own', steps: [{log: hello}]}}\n");

        await().atMost(RELOAD).until(() -> !routeIds().contains("other"));
        assertThat(routeIds()).contains("own");
    }

    @Test
    void aFileThatTakesTheIdOfACoreRouteIsRefused() throws Exception {
        write(
                routes.resolve("own.camel.yaml"),
                "- route: {id: daemon, from: {uri: 'seda:own', steps: [{log: hello}]}}\n");

        await().atMost(RELOAD).untilAsserted(() -> assertThat(lastError()).contains("own.camel.yaml", "daemon"));
        program.receive("m1", "c1", "hello");
        awaitDelivered("m1:0");
    }

    @Test
    void theRoutesOfADeletedFileStop() throws Exception {
        Path own = routes.resolve("own.camel.yaml");
        write(own, "- route: {id: own, from: {uri: 'seda:own', steps: [{log: hello}]}}\n");
        await().atMost(RELOAD).until(() -> routeIds().contains("own"));

        Files.delete(own);

        await().atMost(RELOAD).until(() -> !routeIds().contains("own"));
    }

    @Test
    void aCoreFileIsNotMissedUntilItIsBack() throws Exception {
        Path core = routes.resolve("outbox.camel.yaml");
        Files.move(core, folder.resolve("outbox.aside"));

        await().atMost(RELOAD).untilAsserted(() -> assertThat(lastError()).contains("palyra-outbox:*"));
        program.receive("m1", "c1", "hello");
        awaitDelivered("m1:0");
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
        await().atMost(RELOAD).until(() -> routeIds().contains("before"));

        link("..data", second.getFileName());

        await().atMost(RELOAD).until(() -> routeIds().contains("after"));
        await().until(() -> !routeIds().contains("before"));
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

        await().atMost(RELOAD).until(() -> routeIds().contains("after"));
        assertThat(lastError()).isEmpty();
    }

    @Test
    void aRouteMayMoveToAnotherFile() throws Exception {
        Path one = routes.resolve("one.camel.yaml");
        Path two = routes.resolve("two.camel.yaml");
        write(one, ownRoute("mover"));
        await().atMost(RELOAD).until(() -> routeIds().contains("mover"));

        write(two, ownRoute("mover"));
        write(one, ownRoute("stayer"));

        await().atMost(RELOAD).until(() -> routeIds().contains("stayer"));
        assertThat(routeIds()).contains("mover");
        assertThat(lastError()).isEmpty();
    }

    private static String ownRoute(String id) {
        return "- route: {id: ID, from: {uri: 'seda:ID', steps: [{log: hello}]}}\n".replace("ID", id);
    }

    /** Replaces the link at once, by its name in the folder of routes. */
    private HealthCheck.Result routesCheck() {
        return HealthCheckHelper.invokeReadiness(program.application().context(), "full").stream()
                .filter(result -> result.getCheck().getId().equals("routes"))
                .findFirst()
                .orElseThrow();
    }

    private void link(String name, Path target) throws IOException {
        Path fresh = Files.createSymbolicLink(folder.resolve("fresh-link"), target);
        Files.move(
                fresh,
                routes.resolveSibling("routes").resolve(name).normalize(),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> routeIds() {
        return program.application().context().getRoutes().stream()
                .map(route -> route.getRouteId())
                .toList();
    }

    private String lastError() {
        Exception error = program.application()
                .context()
                .hasService(SafeRouteReload.class)
                .getLastError();
        return error == null ? "" : String.valueOf(error.getMessage());
    }

    private void awaitDelivered(String envelopeId) {
        await(envelopeId).untilAsserted(() -> assertThat(program.findOutbox(envelopeId))
                .hasValueSatisfying(entry -> assertThat(entry.state()).isEqualTo(OutboxState.DELIVERED)));
    }

    private void edit(String file, UnaryOperator<String> change) throws IOException {
        Path path = routes.resolve(file);
        String before = Files.readString(path);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        write(path, after);
    }

    /** At once, as editors do, so that no half-written file is read. */
    private void write(Path path, String text) throws IOException {
        Path fresh = Files.writeString(folder.resolve("edited.tmp"), text);
        Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
