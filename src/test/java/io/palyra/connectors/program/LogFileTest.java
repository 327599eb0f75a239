package io.palyra.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.junit.jupiter.api.Test;

/** What the program's log leaves out whatever it is set to. */
class LogFileTest {

    @Test
    void whatAReferenceStandsForIsNeverLogged() {
        String before = System.getProperty("log.root");
        System.setProperty("log.root", "trace");
        try (LoggerContext context = new LoggerContext("of a test")) {
            Configuration log = new PropertiesConfigurationFactory()
                    .getConfiguration(
                            context,
                            ConfigurationSource.fromResource(
                                    "io/palyra/connectors/log/log4j2.properties",
                                    getClass().getClassLoader()));
            log.initialize();
            assertThat(log.getLoggerConfig("org.apache.camel.component.timer").getLevel())
                    .isEqualTo(Level.TRACE);
            // Both say the value of {{env:NAME}} and {{file:path}}
            for (String camels : new String[] {"DefaultPropertiesParser", "PropertiesComponent"}) {
                assertThat(log.getLoggerConfig("org.apache.camel.component.properties." + camels)
                                .getLevel())
                        .isEqualTo(Level.INFO);
            }
        } finally {
            if (before == null) {
                System.clearProperty("log.root");
            } else {
                System.setProperty("log.root", before);
            }
        }
    }
}
