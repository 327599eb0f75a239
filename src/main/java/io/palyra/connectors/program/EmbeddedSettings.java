package io.palyra.connectors.program;

import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.SettingsLoader;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of a host.
 *
 * @param wantsAdmin whether the admin API is to be served: where its port is set
 */
record EmbeddedSettings(Settings settings, boolean wantsAdmin) {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSettings.class);
    private static final String PREFIX = "palyra.";
    private static final String ADMIN_PORT = "palyra.http.port";
    private static final String INGRESS_PORT = "palyra.ingress.port";

    /**
     * From the properties of the context, what was given, the environment, and {@code -D} options, each winning over the
     * one before.
     *
     * @throws io.palyra.connectors.settings.InvalidSettingException naming everything that is wrong
     * @throws ProgramStartException for a setting that only the program has
     */
    static EmbeddedSettings read(CamelContext context, Map<String, String> given) {
        Properties properties = context.getPropertiesComponent().loadProperties(key -> key.startsWith(PREFIX));
        properties.putAll(given);
        Settings settings = SettingsLoader.loadGiven(
                properties,
                "the properties of the Camel context " + context.getName(),
                System.getenv(),
                System.getProperties(),
                WorkingFolder.connectorKinds());
        if (settings.ingress().port().isPresent()) {
            throw new ProgramStartException(INGRESS_PORT + " is not for a Camel context of somebody else: its"
                    + " platform-http: routes are served by what the host serves HTTP with; remove the setting");
        }
        keys(properties)
                .filter(key -> key.startsWith("palyra.logs."))
                .forEach(key -> LOG.warn("{} has no effect here: the log is the host's", key));
        return new EmbeddedSettings(settings, keys(properties).anyMatch(ADMIN_PORT::equals));
    }

    /** Whatever is set, by whichever way. */
    private static Stream<String> keys(Properties properties) {
        return Stream.of(
                        properties.stringPropertyNames().stream(),
                        System.getProperties().stringPropertyNames().stream(),
                        System.getenv().keySet().stream().map(EmbeddedSettings::key))
                .flatMap(keys -> keys)
                .filter(key -> key.startsWith(PREFIX))
                .distinct()
                .sorted();
    }

    private static String key(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** For placeholders such as <code>{{palyra.daemon.endpoint}}</code>. */
    record Source(Map<String, String> values) implements PropertiesSource {

        @Override
        public String getName() {
            return "palyra-connectors";
        }

        @Override
        public @Nullable String getProperty(String name) {
            return values.get(name);
        }
    }
}
