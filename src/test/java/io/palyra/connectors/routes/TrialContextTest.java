package io.palyra.connectors.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Routes are tried with what the program that runs is configured with. */
class TrialContextTest {

    private static final String SETTING = "camel.component.log.lazy-start-producer";

    @AfterEach
    void clear() {
        System.clearProperty(SETTING);
    }

    @Test
    void whatTheCommandLineSaysWinsAsItDoesInTheProgram() throws Exception {
        try (DefaultCamelContext running = new DefaultCamelContext()) {
            Properties file = new Properties();
            file.setProperty(SETTING, "true");
            running.getPropertiesComponent().setInitialProperties(file);
            assertThat(isLazyWhereTried(running)).isTrue();

            System.setProperty(SETTING, "false");
            assertThat(isLazyWhereTried(running)).isFalse();
        }
    }

    private static boolean isLazyWhereTried(DefaultCamelContext running) throws Exception {
        try (TrialContext trial = TrialContext.like(running)) {
            return trial.getComponent("log", DefaultComponent.class).isLazyStartProducer();
        }
    }
}
