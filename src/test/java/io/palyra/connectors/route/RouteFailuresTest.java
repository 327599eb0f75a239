package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.routes.RouteFailures;
import io.palyra.connectors.test.PalyraExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Goal: a failing route is one line, whatever it begins with; Camel's own table and trace are not there beside it. */
class RouteFailuresTest {

    private static String fails(String id) {
        return "throwException: {id: " + id + ", exceptionType: java.lang.IllegalStateException, message: no room}";
    }

    /** What it says begins with two lines, of which one would be red on a terminal. */
    private static String throwing(String more) {
        return "throwException: {exceptionType: java.lang.IllegalStateException, message: \"two\\nlines \\e[31mred "
                + more + "\"}";
    }

    @RegisterExtension
    final PalyraExtension palyra = PalyraExtension.program()
            .routeFile("asked.camel.yaml", RouteMistakes.route("asked", "direct:asked", fails("asked-step")))
            .routeFile(
                    "parts.camel.yaml",
                    RouteMistakes.route(
                            "parts",
                            "direct:parts",
                            "split: {simple: '${body}', steps: [{" + fails("parts-step") + "}]}"))
            .routeFile(
                    "often.camel.yaml",
                    RouteMistakes.route("often", "timer:often?period=5&delay=0", fails("often-step")))
            .routeFile(
                    "polls.camel.yaml",
                    RouteMistakes.route(
                            "polls",
                            "sql:select * from nosuch?dataSource=#palyraStore&initialDelay=0&delay=5",
                            "log: x"))
            .routeFile(
                    "events.camel.yaml", RouteMistakes.route("events", "palyra-events:inbound.*", fails("events-step")))
            .routeFile(
                    "foul.camel.yaml",
                    RouteMistakes.route("foul", "direct:foul", throwing("${body}"))
                            + RouteMistakes.route("foul-events", "palyra-events:inbound.*", throwing("")));

    private final LogLines said = LogLines.of(RouteFailures.class);
    private final LogLines events = LogLines.of("io.palyra.connectors.events.EventLoop");
    private final LogLines camel = LogLines.of("org.apache.camel");

    @AfterEach
    void close() {
        said.close();
        events.close();
        camel.close();
    }

    @Test
    void isOneLineForPeople() {
        for (String called : List.of("direct:asked", "direct:parts")) {
            palyra.context()
                    .createFluentProducerTemplate()
                    .to(called)
                    .withBody("x")
                    .send();
        }
        palyra.whenPlatformSays("c1", "hello");
        await().untilAsserted(() -> assertThat(said.lines())
                .filteredOn(line -> line.contains("often"))
                .hasSizeGreaterThan(1)
                .element(1)
                .asString()
                .contains("times more since the last line"));

        assertThat(said.lines())
                .contains(
                        "ERROR Route asked failed at step asked-step (asked.camel.yaml:0): IllegalStateException: no room")
                .contains(
                        "ERROR Route parts failed at step parts-step (parts.camel.yaml:0): IllegalStateException: no room")
                .anyMatch(line -> line.startsWith("WARN Failed polling endpoint: sql:"))
                .noneMatch(line -> line.contains("\n") || line.contains("Route events"));
        assertThat(camel.lines()).noneMatch(line -> line.startsWith("ERROR") || line.startsWith("WARN"));
    }

    @Test
    void whatAnExceptionSaysIsOneShortLineThatSteersNoTerminal() {
        palyra.context()
                .createFluentProducerTemplate()
                .to("direct:foul")
                .withBody("x".repeat(100_000))
                .send();
        palyra.whenPlatformSays("c1", "hello");

        await().untilAsserted(() -> assertThat(events.lines()).anyMatch(line -> line.contains("foul-events")));
        assertThat(said.lines())
                .filteredOn(line -> line.contains("Route foul "))
                .singleElement(as(STRING))
                .contains("IllegalStateException: two lines \\u001b[31mred xxx")
                .endsWith("x…")
                .hasSizeLessThan(1_200);
        assertThat(events.lines())
                .filteredOn(line -> line.contains("foul-events"))
                .first(as(STRING))
                .endsWith("IllegalStateException: two lines \\u001b[31mred");
    }
}
