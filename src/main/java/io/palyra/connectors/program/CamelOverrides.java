package io.palyra.connectors.program;

import io.palyra.connectors.settings.Settings;
import java.util.List;
import java.util.Properties;

/** What of camel-main's properties is as this program has it, whatever the settings file says, and what it does not take at all. */
final class CamelOverrides {

    static final String ROUTES_PATTERN = "camel.main.routesIncludePattern";
    static final String RELOAD_ENABLED = "camel.main.routesReloadEnabled";

    private static final List<String> OTHER_SERVERS = List.of("camel.server.", "camel.management.");

    private CamelOverrides() {}

    /**
     * Camel's own live reload gives way to the one that tries a file first; its usual keys switch that one.
     *
     * @param camels the properties of the settings file
     * @param options of the process, which win over the file
     */
    static Properties of(Settings settings, Properties camels, Properties options) {
        Properties overrides = settings.asProperties();
        options.stringPropertyNames().stream()
                // Placeholders find the process's own without us
                .filter(key ->
                        key.startsWith("camel.") || !key.startsWith("palyra.") && System.getProperty(key) == null)
                .forEach(key -> overrides.setProperty(key, options.getProperty(key)));
        if (camels.containsKey(ROUTES_PATTERN)) {
            overrides.setProperty(ROUTES_PATTERN, WorkingFolder.followingLinks(camels.getProperty(ROUTES_PATTERN)));
        }
        overrides.setProperty(RELOAD_ENABLED, "false");
        // The program's own checks say the same and what to do
        overrides.setProperty("camel.health.routesEnabled", "false");
        overrides.setProperty("camel.health.excludePattern", "consumer:inbound-*");
        return overrides;
    }

    /**
     * Camel's own server would have none of the bounds that the program's have.
     *
     * @throws ProgramStartException naming the key that asks for one
     */
    static void refuseOtherServers(Properties camels) {
        camels.stringPropertyNames().stream()
                .filter(key -> OTHER_SERVERS.stream().anyMatch(key::startsWith))
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    throw new ProgramStartException(key + " is for a server that this program does not have: set"
                            + " palyra.ingress.port for platform-http: routes; health and metrics are on"
                            + " palyra.http.port");
                });
    }
}
