package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.LogLines;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two programs on one store that are not set up alike. */
class DifferentNodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String FILE = "routes/daemon.camel.yaml";

    @TempDir
    private Path folder;

    private ProgramSetup node(String name) {
        return ProgramUnderTest.in(folder)
                .on(StoreUnderTest.POSTGRESQL)
                .settings("palyra.node.name=" + name)
                .admin();
    }

    private static JsonNode differs(ProgramUnderTest asked, String name) {
        for (JsonNode node : asked.client().get("/admin/v1/nodes").at("/nodes")) {
            if (node.path("name").asText().equals(name)) {
                return node.path("differs");
            }
        }
        throw new AssertionError("there is no node " + name);
    }

    private static String health(ProgramUnderTest asked) {
        for (JsonNode check : asked.client().get("/observe/health/ready").at("/checks")) {
            if (check.path("name").asText().equals("node")) {
                return check.toString();
            }
        }
        throw new AssertionError("there is no check of the node");
    }

    @Test
    void otherSettingsAndRoutesAreNamedOnceUntilTheyAreTheSame() throws Exception {
        RoutesUnderTest routes = RoutesUnderTest.copy(folder);
        routes.edit("daemon.camel.yaml", "id: daemon", "id:  daemon");
        try (LogLines log = LogLines.of(ConfigurationWatch.class);
                ProgramUnderTest one = node("one").start();
                ProgramUnderTest two = node("two").routes(routes).startAnyway()) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.lines())
                    .containsExactlyInAnyOrder(
                            "WARN The node one is not set up as this one, and every node has to be. What differs:"
                                    + " files " + FILE,
                            "WARN The node two is not set up as this one, and every node has to be. What differs:"
                                    + " files " + FILE));
            assertThat(differs(one, "two").path("files"))
                    .singleElement()
                    .extracting(JsonNode::asText)
                    .isEqualTo(FILE);
            assertThat(differs(one, "two").path("settings")).isEmpty();
            assertThat(differs(one, "one").isMissingNode()).isTrue();
            assertThat(health(one)).contains("node two is not set up as this one: files " + FILE, "UP");

            routes.edit("daemon.camel.yaml", "id:  daemon", "id: daemon");
            await().atMost(PATIENCE)
                    .until(() -> differs(one, "two").isMissingNode()
                            && differs(two, "one").isMissingNode());
            assertThat(log.lines().stream().filter(line -> line.startsWith("WARN")))
                    .as("said once")
                    .hasSize(2);

            two.restartWith("palyra.node.name=two", "palyra.daemon.timeout=121s");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(differs(one, "two").path("settings"))
                            .singleElement()
                            .extracting(JsonNode::asText)
                            .isEqualTo("palyra.daemon.timeout"));
            assertThat(health(one)).contains("settings palyra.daemon.timeout");
        }
    }
}
