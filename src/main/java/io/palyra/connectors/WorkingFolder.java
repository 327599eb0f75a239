package io.palyra.connectors;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.settings.ConnectorKindOptions;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder that the program runs in: its settings and its routes. Logs nothing: the settings say how. */
public final class WorkingFolder {

    static final Path SETTINGS_FILE = Path.of("application.properties");
    static final Path ROUTES = Path.of("routes");

    private WorkingFolder() {}

    /**
     * Reads the settings of the folder, the environment and the system properties, and sets up the log as they say.
     *
     * @param overrides settings that win over all of these
     * @throws ProgramStartException where the folder is not one to start in
     */
    public static Settings settings(Map<String, String> overrides) {
        if (!Files.isRegularFile(SETTINGS_FILE) || !Files.isDirectory(ROUTES)) {
            throw new ProgramStartException("this folder has no " + SETTINGS_FILE + " and " + ROUTES
                    + "/: start in the folder that has them, or copy both from the distribution");
        }
        Set<ConnectorKindOptions> kinds = ConnectorType.all().stream()
                .map(type -> new ConnectorKindOptions(type.kind(), type.declarableOptions()))
                .collect(Collectors.toSet());
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        properties.putAll(overrides);
        Settings settings = SettingsLoader.load(Optional.of(SETTINGS_FILE), System.getenv(), properties, kinds);
        LogSetup.apply(settings.logs());
        return settings;
    }

    /** The same patterns of files, by commas; Camel finds none in a folder that is a link, but does in that folder's dot. */
    static String followingLinks(String patterns) {
        return Stream.of(patterns.split(",")).map(WorkingFolder::followingLink).collect(Collectors.joining(","));
    }

    private static String followingLink(String pattern) {
        int name = pattern.lastIndexOf('/') + 1;
        String folder = pattern.substring(0, name).replaceFirst("^\\s*file:", "");
        boolean isOneFolder = pattern.strip().startsWith("file:") && name > 0 && folder.indexOf('*') < 0;
        return isOneFolder && Files.isSymbolicLink(Path.of(folder))
                ? pattern.substring(0, name) + "./" + pattern.substring(name)
                : pattern;
    }

    /** The settings file with these options over it, for keys that are Camel's. */
    static Properties properties(Properties options) {
        Properties file = new Properties();
        try (var reader = Files.newBufferedReader(SETTINGS_FILE)) {
            file.load(reader);
        } catch (IOException e) {
            throw new ProgramStartException(SETTINGS_FILE + " cannot be read: " + e.getMessage());
        }
        file.putAll(options);
        return file;
    }
}
