package io.palyra.connectors;

import io.palyra.connectors.settings.LogFormat;
import io.palyra.connectors.settings.Settings;

/**
 * Hands the settings of the log to log4j2.properties, as the system properties that stand in it; one that is set already
 * wins. Has to come before the first logger, which reads that file.
 */
final class LogSetup {

    private static final String CONFIGURATION = "log4j2.configurationFile";

    private LogSetup() {}

    static void apply(Settings.Logs logs) {
        setUnlessSet("log.level", logs.level());
        setUnlessSet("log.text", logs.messageText() ? "info" : "off");
        if (logs.format() == LogFormat.JSON) {
            setUnlessSet(CONFIGURATION, "log4j2.properties,log4j2-json.properties");
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
