package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.LogLines;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.store.TestPostgres;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
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
        return health(asked, "node");
    }

    /** Empty where there is no such check. */
    private static String health(ProgramUnderTest asked, String name) {
        for (JsonNode check : asked.client().get("/observe/health/ready").at("/checks")) {
            if (check.path("name").asText().equals(name)) {
                return check.toString();
            }
        }
        return "";
    }

    @Test
    void whatNobodyRunsIsSeen() throws Exception {
        String url = StoreUnderTest.POSTGRESQL.settings(folder).get("palyra.store.url");
        try (Connection database = DriverManager.getConnection(url, TestPostgres.USER, null);
                Statement statement = database.createStatement();
                ProgramUnderTest one = node("one")
                        .settings("palyra.cluster.lease=5s", "palyra.connectors.echo.second.enabled=true")
                        .start()) {
            statement.execute("""
                    INSERT INTO connector_instances (connector_id, kind, principal, enabled, declared, readiness,
                        egress_allowlist, restart_count, created_at_unix_ms, updated_at_unix_ms)
                    VALUES ('tube:ops', 'tube', 'channel:tube:ops', 1, 0, 'ready', '[]', 0, 1, 1)""");
            // Nobody gets it any more, for a reason that no node knows
            statement.execute("""
                    CREATE FUNCTION nobody() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                    CREATE TRIGGER nobody BEFORE INSERT OR UPDATE ON connector_owners FOR EACH ROW
                        WHEN (NEW.connector_id = 'echo:second') EXECUTE FUNCTION nobody();
                    DELETE FROM connector_owners WHERE connector_id = 'echo:second'""");
            await().atMost(PATIENCE)
                    .until(() -> health(one, "connector:echo:second").contains("no node has run it for"));
            assertThat(health(one, "connector:echo:second")).contains("DOWN");
            assertThat(one.client().get("/admin/v1/channels/echo:second").text("/connector/last_error"))
                    .startsWith("no node has run it for");
            assertThat(health(one, "connector:echo:default")).contains("UP");
            assertThat(health(one))
                    .contains("UP", "no node runs tube:ops, whose kind is not known here")
                    .doesNotContain("runs echo:second");
        }
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
