package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a file is tried with all that the program has, and the trial touches nothing that runs. */
class RouteTrialTest {

    @TempDir
    private static Path folder;

    private static EditedRoutes edited;

    @BeforeAll
    static void start() throws Exception {
        edited = EditedRoutes.start(folder, settings(), Map.of());
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
    void aTrialHasTheSettingsOfTheProgram() throws Exception {
        edited.write("own.camel.yaml", """
                - route: {id: own, from: {uri: 'direct:own', steps: [{to: 'sql:select 7 as n?outputType=SelectOne'}]}}
                - route: {id: one, from: {uri: 'direct:one', steps: [{to: 'sql:select 8 as n?outputType=SelectOne&dataSource=#first'}]}}
                """);
        edited.look();

        assertThat(edited.lastError()).isEmpty();
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

            assertThat(edited.lastError()).isEmpty();
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

        assertThat(edited.lastError()).isEmpty();
        assertThat(edited.routeIds()).contains("gather", "own");
        assertThat(CountedAggregations.STARTED.get() - before).isEqualTo(1);
    }

    private static String ownRoute(String id) {
        return "- route: {id: ID, from: {uri: 'seda:ID', steps: [{log: hello}]}}\n".replace("ID", id);
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
}
