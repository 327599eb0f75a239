package io.palyra.connectors.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemons of the page daemon.md, as they stand there but for the address. */
class DaemonPageTest {

    private static final String PAGE = "daemon.md";

    @TempDir
    private Path folder;

    private static String settings(String contains) {
        return Snippet.all().stream()
                .filter(snippet -> snippet.isOn(PAGE, "properties"))
                .map(Snippet::text)
                .filter(text -> text.contains(contains))
                .findFirst()
                .orElseThrow();
    }

    private void answers(RoutesUnderTest routes, String settings, String reply) throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .routes(routes)
                .settings(settings.lines().toArray(String[]::new))
                .start()) {
            Queue<String> sent = new ConcurrentLinkedQueue<>();
            program.context().getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
                @Override
                public void notify(CamelEvent event) {
                    if (event instanceof CamelEvent.ExchangeSendingEvent sending
                            && sending.getExchange().getMessage().getBody() instanceof OutboundMessageRequest request) {
                        sent.add(request.text());
                    }
                }
            });

            program.receive("asked", "ops", "hello");

            program.awaitDelivered("asked:0");
            assertThat(sent).contains(reply);
        }
    }

    @Test
    void http() throws Exception {
        try (HttpDaemon daemon = HttpDaemon.start()) {
            daemon.answers("ops", HttpAnswer.json("{\"accepted\":true,\"outputs\":[{\"text\":\"Hi\"}]}"));
            assertThat(Files.readString(Path.of("src/main/docs", PAGE)))
                    .contains("`{\"accepted\":true,\"outputs\":[{\"text\":\"Hi\"}]}` will do");

            answers(
                    RoutesUnderTest.copy(folder),
                    settings("https://").replace("https://daemon.example.org/route", daemon.uri()),
                    "Hi");
        }
    }

    @Test
    void aRoute() throws Exception {
        String route = Snippet.all().stream()
                .filter(snippet -> snippet.isOn(PAGE, "yaml"))
                .findFirst()
                .orElseThrow()
                .text();
        Path file = Files.writeString(folder.resolve("my-daemon.camel.yaml"), route);

        answers(RoutesUnderTest.copy(folder).add(file), settings("direct:"), "You said: asked");
    }

    @Test
    void theGateway() throws Exception {
        try (FakeGateway gateway = FakeGateway.start()) {
            answers(
                    RoutesUnderTest.copy(folder),
                    settings("palyra-gateway")
                            .replace("palyra-gateway:127.0.0.1:7443", gateway.uri())
                            .replace("{{env:PALYRA_CONNECTOR_TOKEN}}", "sesame"),
                    "hello");
            assertThat(gateway.questions("ops").get(0).header("authorization")).isEqualTo("Bearer sesame");
        }
    }
}
