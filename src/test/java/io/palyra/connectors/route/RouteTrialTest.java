package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.test.EditedRoutes;
import io.palyra.connectors.test.PalyraExtension;
import java.util.List;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Goal: a file is tried with all that the program has, and the trial touches nothing that runs. */
class RouteTrialTest {

    /** With two databases. */
    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .settings(
                    "camel.beans.first=#class:org.sqlite.SQLiteDataSource",
                    "camel.beans.first.url=jdbc:sqlite:{{test.folder}}/first.db",
                    "camel.beans.second=#class:org.sqlite.SQLiteDataSource",
                    "camel.beans.second.url=jdbc:sqlite:{{test.folder}}/second.db",
                    "camel.component.sql.dataSource=#bean:second");

    private static EditedRoutes edited;

    @BeforeAll
    static void find() {
        edited = palyra.editedRoutes();
    }

    @AfterEach
    void takeBack() {
        edited.restore();
    }

    private static String ask(String name) {
        return palyra.template().requestBody("direct:" + name + "?block=false", null, String.class);
    }

    @Test
    void aTrialHasTheSettingsOfTheProgram() {
        edited.write("own.camel.yaml", """
                - route: {id: own, from: {uri: 'direct:own', steps: [{to: 'sql:select 7 as n?outputType=SelectOne'}]}}
                - route: {id: one, from: {uri: 'direct:one', steps: [{to: 'sql:select 8 as n?outputType=SelectOne&dataSource=#first'}]}}
                """);

        assertThat(edited.load()).isEmpty();
        assertThat(ask("own")).isEqualTo("7");
        assertThat(ask("one")).isEqualTo("8");
    }

    @Test
    void aKameletOfTheClassPathWorksAtEachReload() {
        for (String mark : List.of("!", "!!", "?")) {
            edited.write(
                    "own.camel.yaml",
                    "- route: {id: own, from: {uri: 'direct:own', steps: [{setBody: {constant: hey}}, {to: 'kamelet:shout-action?mark=%s'}]}}\n"
                            .formatted(mark));
            edited.write("other.camel.yaml", ownRoute("other") + "# " + mark);

            assertThat(edited.load()).isEmpty();
            assertThat(ask("own")).isEqualTo("hey" + mark);
        }
    }

    /** A trial that stopped what it borrows would make a repository forget what it has seen. */
    @Test
    void aTrialOfOneFileTouchesNothingOfAnother() {
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
        assertThat(edited.load()).isEmpty();
        assertThat(ask("once")).isEqualTo("first");

        edited.write("own.camel.yaml", ownRoute("own"));
        assertThat(edited.load()).isEmpty();
        edited.write("own.camel.yaml", "- route: [");
        assertThat(edited.load()).isPresent();

        assertThat(ask("once")).isEqualTo("again");
    }

    /** A trial that read what a database has for an aggregate would send it, and mark it as sent. */
    @Test
    void aTrialLeavesWhatIsGatheredToTheRoutesThatRun() {
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
        assertThat(edited.load()).isEmpty();
        edited.write("own.camel.yaml", ownRoute("own"));

        assertThat(edited.load()).isEmpty();
        assertThat(palyra.context().getRoutes()).extracting(Route::getRouteId).contains("gather", "own");
        assertThat(CountedAggregations.STARTED.get() - before).isEqualTo(1);
    }

    private static String ownRoute(String id) {
        return "- route: {id: ID, from: {uri: 'seda:ID', steps: [{log: hello}]}}\n".replace("ID", id);
    }
}
