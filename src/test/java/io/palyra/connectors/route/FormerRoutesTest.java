package io.palyra.connectors.route;

import static io.palyra.connectors.test.HttpAnswer.accepted;
import static io.palyra.connectors.test.HttpAnswer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Route files that were made for versions before, with a file of a user's own that names what has another name today. */
class FormerRoutesTest {

    private static final String OWN = """
            - route:
                id: own
                errorHandler: {noErrorHandler: {}}
                from:
                  uri: direct:own
                  steps:
                    - doTry:
                        steps:
                          - toD: bean:full
                        doCatch:
                          - exception: [io.palyra.connectors.lane.StoreUnavailableException]
                            steps:
                              - setBody: {constant: caught}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"routes-0.1", "routes-0.2"})
    void eachHandlerHandlesWhatItDid(String version, @TempDir Path folder) throws Exception {
        RoutesUnderTest routes = RoutesUnderTest.copyOf(Path.of("src/test/resources", version), folder);
        routes.add(Files.writeString(folder.resolve("own.camel.yaml"), OWN));
        try (HttpDaemon daemon = HttpDaemon.start();
                ProgramUnderTest program = ProgramUnderTest.in(folder)
                        .routes(routes)
                        .settings("palyra.daemon.endpoint=" + daemon.uri())
                        .start()) {
            daemon.answers(
                    "refused",
                    status(422, "{\"title\":\"no\"}").header("Content-Type", "application/problem+json"),
                    accepted());
            daemon.answers("welcome", accepted("hello"));

            program.receive("refused", "refused", "hi");
            program.receive("welcome", "welcome", "hi");

            program.awaitDelivered("welcome:0");
            // By the handler of refusals: the one of everything else tries again
            await().untilAsserted(() ->
                    assertThat(program.inbox("refused").map(InboxEntry::state)).contains(InboxState.NOT_ROUTED));
            assertThat(daemon.questions("refused")).hasSize(1);

            CamelContext context = program.context();
            context.getRegistry().bind("full", (Processor) exchange -> {
                throw new StoreUnavailableException("full", new IOException("no space"));
            });
            assertThat(context.createProducerTemplate().requestBody("direct:own", "", String.class))
                    .isEqualTo("caught");
        }
    }
}
