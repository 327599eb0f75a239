package io.palyra.connectors.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.fake.HookCalls;
import io.palyra.connectors.fake.SyncedLines;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.routes.SafeRouteReload;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import io.palyra.connectors.testkit.InboxGate;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: what a platform was told is taken is in the store, whatever happens meanwhile, and what is not taken it is told to
 * give again. Method: one program with two instances of a connector whose platform calls, signs, and listens to answers.
 */
class WebhooksTest {

    private static final String SECRET = "s3cret";

    @TempDir
    private static Path folder;

    /** A template of the kind, with a step that takes its time over some messages. */
    private static final String TEMPLATE = """
            - routeTemplate:
                id: palyra-inbound-hook
                parameters: [{name: connectorId}]
                from:
                  uri: palyra-{{connectorId}}
                  steps:
                    - filter: {simple: "${body.body} == 'held'", steps: [{bean: {beanType: "%s", method: hold}}]}
                    - to: palyra-inbox:{{connectorId}}
            """.formatted(Step.class.getName());

    /** A step of a user's. */
    public static final class Step {

        private static final CountDownLatch REACHED = new CountDownLatch(1);
        private static final CountDownLatch OPEN = new CountDownLatch(1);

        public static void hold() throws InterruptedException {
            REACHED.countDown();
            OPEN.await();
        }
    }

    private static final InboxGate GATE = new InboxGate();
    private static RoutesUnderTest routes;
    private static ProgramUnderTest program;
    private static ConnectorUnderTest one;
    private static int count;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(folder.resolve("secret"), SECRET);
        Files.writeString(folder.resolve("other"), "other");
        routes = RoutesUnderTest.copy(folder);
        Files.writeString(folder.resolve("routes/own.camel.yaml"), """
                - route:
                    id: own
                    from:
                      uri: platform-http:/?matchOnUriPrefix=true
                      steps:
                        - setBody: {constant: own}
                """);
        Files.writeString(folder.resolve("routes/hook.camel.yaml"), TEMPLATE);
        program = ProgramUnderTest.in(folder)
                .routes(routes)
                .store(GATE)
                .settings(
                        "palyra.ingress.port=0",
                        "palyra.connectors.hook.one.enabled=true",
                        "palyra.connectors.hook.one.token={{file:%s}}".formatted(folder.resolve("secret")),
                        "palyra.connectors.hook.one.file=" + folder.resolve("one.out"),
                        "palyra.connectors.hook.two.enabled=true",
                        "palyra.connectors.hook.two.token={{file:%s}}".formatted(folder.resolve("other")),
                        "palyra.connectors.hook.two.file=" + folder.resolve("two.out"),
                        "palyra.connectors.hook.off.token={{file:%s}}".formatted(folder.resolve("secret")),
                        "palyra.connectors.hook.off.enabled=false",
                        "palyra.connectors.hook.deaf.enabled=true",
                        "palyra.connectors.hook.deaf.token={{file:%s}}".formatted(folder.resolve("secret")),
                        "palyra.connectors.hook.deaf.calls=false",
                        "palyra.connectors.hook.bare.enabled=true",
                        "palyra.connectors.hook.bare.token={{file:%s}}".formatted(folder.resolve("nothing")))
                .about(ConnectorId.of("hook:one"))
                .start();
        one = program;
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @Test
    void aCallIsAnsweredOnceTheMessageIsInTheStoreAndTheReplyGoesBack() throws Exception {
        String id = id();

        HttpResponse<String> answer = calls("one", SECRET).call(HookCalls.message(id, "r1", "hello"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(one.inbox("hook-" + id)).isPresent();
        one.awaitDelivered("hook-" + id + ":0");
        assertThat(SyncedLines.read(folder.resolve("one.out")))
                .anyMatch(line -> line.get(0).equals("r1") && line.get(3).equals("echo: hello"));
    }

    @Test
    void theSameMessageAgainIsOne() throws Exception {
        String id = id();
        for (int i = 0; i < 3; i++) {
            assertThat(calls("one", SECRET)
                            .call(HookCalls.message(id, "r2", "again"))
                            .statusCode())
                    .isEqualTo(200);
        }
        one.awaitDelivered("hook-" + id + ":0");
        assertThat(SyncedLines.read(folder.resolve("one.out")))
                .filteredOn(line -> line.get(0).equals("r2"))
                .hasSize(1);
    }

    @Test
    void eachInstanceHasItsOwnPathAndSecret() throws Exception {
        String body = HookCalls.message(id(), "r3", "to two");

        assertThat(calls("two", SECRET).call(body).statusCode()).isEqualTo(401);
        assertThat(calls("two", "other").call(body).statusCode()).isEqualTo(200);
        assertThat(calls("one", "other").call(body).statusCode()).isEqualTo(401);
        program.awaitThat(() -> assertThat(SyncedLines.read(folder.resolve("two.out")))
                .anyMatch(line -> line.get(0).equals("r3")));
        assertThat(SyncedLines.read(folder.resolve("one.out")))
                .noneMatch(line -> line.get(0).equals("r3"));
        assertThat(calls("one", SECRET).call("{\"challenge\":\"c-7\"}").body()).isEqualTo("c-7");
    }

    @Test
    void whatTheStoreDoesNotTakeIsToComeAgain() throws Exception {
        String body = HookCalls.message(id(), "r4", "hello");
        GATE.refuse(true);
        HttpResponse<String> refused;
        try {
            refused = calls("one", SECRET).call(body);
        } finally {
            GATE.refuse(false);
        }
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).doesNotContain("disk");

        assertThat(calls("one", SECRET).call(body).statusCode()).isEqualTo(200);
    }

    /** Nobody is told that a message is taken before it is. */
    @Test
    void noAnswerComesBeforeTheCommit() throws Exception {
        String id = id();
        CountDownLatch commit = GATE.hold();
        CompletableFuture<HttpResponse<String>> answer;
        try {
            answer = calls("one", SECRET).callLater(HookCalls.message(id, "r5", "hello"));
            program.awaitThat(
                    () -> assertThat(program.context().getInflightRepository().size("inbound-hook:one"))
                            .isEqualTo(1));
            assertThat(answer).isNotDone();
            assertThat(one.inbox("hook-" + id)).isEmpty();
        } finally {
            commit.countDown();
        }
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch", "off", "deaf"})
    void whatIsForNobodyIsAnswered404(String instance) throws Exception {
        HttpResponse<String> answer = calls(instance, SECRET).call(HookCalls.message(id(), "r6", "hello"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("no connector takes calls at this path\n");
    }

    @Test
    void oneThatIsNotReadyHasItsCallsComeAgain() throws Exception {
        assertThat(program.connector(ConnectorId.of("hook:bare")).status().readiness())
                .isEqualTo(Readiness.MISSING_CREDENTIAL);
        assertThat(calls("bare", SECRET)
                        .call(HookCalls.message(id(), "r7", "hello"))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void aConnectorThatIsDisabledTakesNoCallsUntilItIsEnabled() throws Exception {
        ConnectorId two = ConnectorId.of("hook:two");
        program.supervisor().setEnabled(two, false);
        assertThat(calls("two", "other")
                        .call(HookCalls.message(id(), "r8", "hello"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(calls("one", SECRET)
                        .call(HookCalls.message(id(), "r8", "hello"))
                        .statusCode())
                .isEqualTo(200);

        program.supervisor().setEnabled(two, true);
        assertThat(calls("two", "other")
                        .call(HookCalls.message(id(), "r8", "hello"))
                        .statusCode())
                .isEqualTo(200);
    }

    /** Its answer says what became of it, and only then the session is closed. */
    @Test
    void aCallInHandIsAnsweredWhenItsConnectorIsDisabled() throws Exception {
        ConnectorId two = ConnectorId.of("hook:two");
        CompletableFuture<HttpResponse<String>> answer =
                calls("two", "other").callLater(HookCalls.message(id(), "r9", "held"));
        assertThat(Step.REACHED.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> disabling =
                CompletableFuture.runAsync(() -> program.supervisor().setEnabled(two, false));
        try {
            program.awaitThat(() -> assertThat(calls("two", "other")
                            .call(HookCalls.message(id(), "r9", "more"))
                            .statusCode())
                    .isEqualTo(404));
            assertThat(answer).isNotDone();
        } finally {
            Step.OPEN.countDown();
        }

        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        disabling.get(20, TimeUnit.SECONDS);
        program.supervisor().setEnabled(two, true);
    }

    @Test
    void nothingIsLostWhileTheTemplateIsEdited() throws Exception {
        SafeRouteReload reload = program.context().hasService(SafeRouteReload.class);
        Path template = folder.resolve("routes/hook.camel.yaml");
        List<String> taken = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        CompletableFuture<Void> edits = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 6; i++) {
                try {
                    Files.writeString(template, TEMPLATE + "\n# edit " + i + "\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                reload.onReload(this);
                reload.onReload(this);
            }
        });
        while (!edits.isDone() || taken.size() < 20) {
            String id = id();
            int status = 0;
            while (status != 200) {
                status = calls("one", SECRET)
                        .call(HookCalls.message(id, "edited", "m-" + id))
                        .statusCode();
                statuses.add(status);
            }
            taken.add("echo: m-" + id);
        }
        edits.join();

        assertThat(reload.getLastError()).isNull();
        assertThat(statuses).isSubsetOf(200, 503);
        program.awaitThat(() -> assertThat(SyncedLines.read(folder.resolve("one.out")))
                .filteredOn(line -> line.get(0).equals("edited"))
                .extracting(line -> line.get(3))
                .containsExactlyElementsOf(taken));
    }

    @Test
    void aPathThatCatchesAllCatchesNoCallOfAConnector() throws Exception {
        assertThat(calls("../../elsewhere", SECRET).call("{}").body()).isEqualTo("own");
        assertThat(calls("nosuch", SECRET).call("{}").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/connectors", "/connectors/hook/one", "/connectors/{kind}/x", "connectors/x"})
    void aRouteWithAPathOfConnectorsIsRefused(String path, @TempDir Path other) throws Exception {
        RoutesUnderTest files = RoutesUnderTest.copy(other);
        Files.writeString(
                other.resolve("routes/own.camel.yaml"),
                "- route: {id: own, from: {uri: 'platform-http:%s', steps: [{log: x}]}}\n".formatted(path));

        assertThatThrownBy(() -> ProgramUnderTest.start(other, files.with(Map.of("palyra.ingress.port", "0"))))
                .hasMessageContainingAll("own.camel.yaml", "/connectors", "give the route another one");
    }

    @Test
    void withoutAPortItIsMisconfiguredAndTheRestRuns(@TempDir Path other) throws Exception {
        try (ProgramUnderTest portless = ProgramUnderTest.in(other)
                .settings(
                        "palyra.connectors.hook.one.enabled=true",
                        "palyra.connectors.hook.one.token={{file:%s}}".formatted(folder.resolve("secret")),
                        "palyra.connectors.hook.deaf.enabled=true",
                        "palyra.connectors.hook.deaf.token={{file:%s}}".formatted(folder.resolve("secret")),
                        "palyra.connectors.hook.deaf.calls=false")
                .start()) {
            ConnectorUnderTest misconfigured = portless.connector(ConnectorId.of("hook:one"));
            assertThat(misconfigured.status().readiness()).isEqualTo(Readiness.MISCONFIGURED);
            assertThat(misconfigured.status().lastError()).contains("palyra.ingress.port is not set");
            ConnectorUnderTest deaf = portless.connector(ConnectorId.of("hook:deaf"));
            assertThat(deaf.status().readiness()).isEqualTo(Readiness.READY);
            assertThat(deaf.status().liveness()).isEqualTo(Liveness.RUNNING);
            portless.receive("m1", "c1", "hello");
            portless.awaitDelivered("m1:0");
        }
    }

    @Test
    void aCallInHandIsAnsweredAtAStop(@TempDir Path other) throws Exception {
        InboxGate gate = new InboxGate();
        ProgramUnderTest stopping = ProgramUnderTest.in(other)
                .store(gate)
                .settings(
                        "palyra.ingress.port=0",
                        "palyra.connectors.hook.one.enabled=true",
                        "palyra.connectors.hook.one.file=" + other.resolve("out"),
                        "palyra.connectors.hook.one.token={{file:%s}}".formatted(folder.resolve("secret")))
                .about(ConnectorId.of("hook:one"))
                .start();
        int port = stopping.application().ingress().orElseThrow().port();
        CountDownLatch commit = gate.hold();
        CompletableFuture<HttpResponse<String>> answer =
                new HookCalls(port, "one", SECRET).callLater(HookCalls.message("stop", "r1", "hello"));
        stopping.awaitThat(
                () -> assertThat(stopping.context().getInflightRepository().size("inbound-hook:one"))
                        .isEqualTo(1));
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
            try {
                stopping.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        stopping.awaitThat(() -> assertThat(new HookCalls(port, "one", SECRET)
                        .call(HookCalls.message("late", "r1", "hello"))
                        .statusCode())
                .isEqualTo(503));
        commit.countDown();

        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        closing.get(30, TimeUnit.SECONDS);
        stopping.startAgain();
        try {
            stopping.awaitDelivered("hook-stop:0");
        } finally {
            stopping.close();
        }
    }

    private static String id() {
        return "m" + count++;
    }

    private static HookCalls calls(String instance, String secret) {
        return new HookCalls(program.application().ingress().orElseThrow().port(), instance, secret);
    }
}
