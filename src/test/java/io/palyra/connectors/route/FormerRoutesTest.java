package io.palyra.connectors.route;

import static io.palyra.connectors.test.HttpAnswer.accepted;
import static io.palyra.connectors.test.HttpAnswer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Processor;
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
    void eachHandlerHandlesWhatItDid(String version) throws Exception {
        try (HttpDaemon daemon = HttpDaemon.start();
                PalyraExtension palyra = PalyraExtension.program()
                        .routes("src/test/resources/" + version)
                        .routeFile("own.camel.yaml", OWN)
                        .settings("palyra.daemon.endpoint=" + daemon.uri())
                        .start()) {
            daemon.answers(
                    "refused",
                    status(422, "{\"title\":\"no\"}").header("Content-Type", "application/problem+json"),
                    accepted());
            daemon.answers("welcome", accepted("hello"));

            palyra.whenPlatformSays("refused", "hi");
            palyra.whenPlatformSays("welcome", "hi");

            palyra.assertDelivered("welcome", "hello");
            // By the handler of refusals: the one of everything else tries again
            await().untilAsserted(() -> assertThat(
                            palyra.store("SELECT state FROM palyra_inbox_v1 WHERE conversation_id = 'refused'"))
                    .isEqualTo(List.of(Map.of("state", "not_routed"))));
            assertThat(daemon.questions("refused")).hasSize(1);

            palyra.context().getRegistry().bind("full", (Processor) exchange -> {
                throw new StoreUnavailableException("full", new IOException("no space"));
            });
            assertThat(palyra.template().requestBody("direct:own", "", String.class))
                    .isEqualTo("caught");
        }
    }
}
