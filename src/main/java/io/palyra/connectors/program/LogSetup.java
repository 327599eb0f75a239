package io.palyra.connectors.program;

import io.palyra.connectors.settings.LogFormat;
import io.palyra.connectors.settings.Settings;

/**
 * Names the program's log4j2.properties, and hands it the settings of the log as the system properties that stand in it; one
 * that is set already wins. Has to come before the first logger, which reads that file. Log4j does not find the file by
 * itself: who has this jar on the class path of another program has a log of their own.
 */
public final class LogSetup {

    private static final String CONFIGURATION = "log4j2.configurationFile";
    private static final String JAVA_LOGGING = "java.util.logging.manager";
    private static final String FOLDER = "classpath:io/palyra/connectors/log/";
    private static final String TEXT = FOLDER + "log4j2.properties";

    private LogSetup() {}

    /** For commands that read no settings. */
    public static void applyDefaults() {
        setUnlessSet(CONFIGURATION, TEXT);
        // For libraries that use it: what they say goes into the same log
        setUnlessSet(JAVA_LOGGING, "org.apache.logging.log4j.jul.LogManager");
    }

    static void apply(Settings.Logs logs) {
        applyDefaults();
        setUnlessSet("log.level", logs.level());
        setUnlessSet("log.text", logs.messageText() ? "trace" : "off");
        if (logs.format() == LogFormat.JSON && TEXT.equals(System.getProperty(CONFIGURATION))) {
            System.setProperty(CONFIGURATION, TEXT + "," + FOLDER + "log4j2-json.properties");
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
