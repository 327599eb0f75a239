package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.test.PalyraTestSupport;
import org.junit.jupiter.api.Test;

/** Between the two halves of a start the routes are read, and none of them runs. */
class EditWhileStartingTest extends PalyraTestSupport {

    @Override
    protected void configureProgram(PalyraExtension program) {
        program.routeFile("own.camel.yaml", ownRoute("first"));
    }

    @Override
    public boolean isUseAdviceWith() {
        return true;
    }

    @Test
    void isLoaded() throws Exception {
        palyra.editedRoutes().write("own.camel.yaml", ownRoute("second"));

        startCamelContext();

        assertThat(palyra.editedRoutes().load()).isEmpty();
        assertThat(palyra.context().getRoute("second")).isNotNull();
        assertThat(palyra.context().getRoute("first")).isNull();
    }

    private static String ownRoute(String id) {
        return "- route: {id: ID, from: {uri: 'seda:ID', steps: [{log: hello}]}}\n".replace("ID", id);
    }
}
