package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.routes.LoadedRoutes;
import io.palyra.connectors.routes.LoadedRoutes.LoadedRoute;
import io.palyra.connectors.routes.LoadedRoutes.Part;
import io.palyra.connectors.test.EditedRoutes;
import io.palyra.connectors.test.PalyraExtension;
import java.util.Objects;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Goal: whoever looks sees what runs, from which file, and what went wrong last, but neither messages nor secrets. */
class LoadedRoutesTest {

    private static final String SECRET = "hunter2-of-the-route";
    private static final String TEXT = "a private message";

    @RegisterExtension
    final PalyraExtension palyra = PalyraExtension.program()
            .settings("camel.main.jmxEnabled=true", "route.secret={{sys:no.such.property:" + SECRET + "}}")
            .routeFile(
                    "asked.camel.yaml",
                    RouteMistakes.route(
                            "asked",
                            "direct:asked",
                            "throwException: {id: asked-step, exceptionType: java.lang.IllegalStateException,"
                                    + " message: '${body} {{route.secret}}'}"))
            .routeFile(
                    "calls.camel.yaml",
                    RouteMistakes.route(
                            "calls",
                            "direct:calls",
                            "to: {id: calls-step, uri: 'http://127.0.0.1:1/?x={{route.secret}}'}"))
            .routeFile(
                    "polls.camel.yaml",
                    RouteMistakes.route(
                            "polls",
                            "sql:select * from nosuch?dataSource=#palyraStore&initialDelay=0&delay=5",
                            "log: x"));

    private LoadedRoutes loaded() {
        return LoadedRoutes.of(palyra.context());
    }

    private LoadedRoute route(String id) {
        return loaded().routes().stream()
                .filter(route -> route.routeId().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(loaded().toString()));
    }

    private String errorAfterSending(String id) {
        palyra.context()
                .createFluentProducerTemplate()
                .to("direct:" + id)
                .withBody(TEXT)
                .send();
        return Objects.requireNonNull(route(id).lastError()).text();
    }

    @Test
    void showRoutesWithStateFileAndLastError() throws Exception {
        assertThat(errorAfterSending("asked"))
                .isEqualTo("failed at step asked-step (asked.camel.yaml:0); the log says why");
        assertThat(errorAfterSending("calls"))
                .isEqualTo("failed at step calls-step (calls.camel.yaml:0): nobody answers at its address");
        assertThat(loaded().toString()).doesNotContain(SECRET, TEXT);

        LoadedRoute asked = route("asked");
        assertThat(asked.file()).endsWith("asked.camel.yaml");
        assertThat(asked.state()).isEqualTo(ServiceStatus.Started);
        assertThat(asked.uptimeMs()).isNotNegative();
        assertThat(asked.exchanges()).isEqualTo(new LoadedRoutes.Exchanges(1, 1));
        palyra.context().getRouteController().stopRoute("asked");
        assertThat(route("asked").state()).isEqualTo(ServiceStatus.Stopped);
        assertThat(route("asked").uptimeMs()).isNull();
    }

    @Test
    void showAnInputThatFails() {
        await().until(() -> route("polls").lastError() != null);
        assertThat(Objects.requireNonNull(route("polls").lastError()).text())
                .isEqualTo("its input failed; the log says why");
    }

    @Test
    void showWhatTheShippedFilesBring() {
        assertThat(route("inbound-echo:default").file()).endsWith("inbound.camel.yaml");
        assertThat(loaded().routeTemplates()).extracting(Part::id).containsExactly("palyra-inbound");
        assertThat(loaded().routeConfigurations())
                .filteredOn(part -> String.valueOf(part.file()).endsWith("retries.camel.yaml"))
                .extracting(Part::id)
                .contains("outbox-retries", "daemon-retries");
    }

    @Test
    void showAFileThatWasRefusedUntilItIsCorrected() {
        EditedRoutes edited = palyra.editedRoutes();
        String good = RouteMistakes.route("added", "direct:added", "log: x");
        edited.write("added.camel.yaml", good.replace("log: x", "to: 'nosuch:{{route.secret}}'"));
        assertThat(edited.load()).isPresent();

        assertThat(loaded().refused()).hasSize(1);
        LoadedRoutes.RefusedFile refused = loaded().refused().get(0);
        assertThat(refused.file()).endsWith("added.camel.yaml");
        assertThat(refused.error()).contains("there is no component nosuch").doesNotContain(SECRET);
        assertThat(refused.atUnixMs()).isPositive();
        assertThat(loaded().routes()).extracting(LoadedRoute::routeId).doesNotContain("added");

        edited.write("added.camel.yaml", good);
        assertThat(edited.load()).isEmpty();
        assertThat(loaded().refused()).isEmpty();
        assertThat(route("added").state()).isEqualTo(ServiceStatus.Started);
    }
}
