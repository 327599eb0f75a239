package io.palyra.connectors.program;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.ext.Extensions;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.routes.RouteErrors;
import io.palyra.connectors.settings.ConnectorKindOptions;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder that the program runs in: its settings and its routes. Logs nothing: the settings say how. */
public final class WorkingFolder {

    static final Path SETTINGS_FILE = Path.of("application.properties");
    static final Path ROUTES = Path.of("routes");
    public static final Path EXTENSIONS = Path.of("ext");

    private WorkingFolder() {}

    /**
     * The jars of {@code ext/}, which this thread, and those that it starts, find from now on. To come before {@link
     * #settings}, as they may have connectors.
     */
    public static Extensions extensions() {
        Extensions extensions = Extensions.open(EXTENSIONS, WorkingFolder.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(extensions.classLoader());
        return extensions;
    }

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
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        properties.putAll(overrides);
        Settings settings =
                SettingsLoader.load(Optional.of(SETTINGS_FILE), System.getenv(), properties, connectorKinds());
        LogSetup.apply(settings.logs());
        return settings;
    }

    /** The store's settings with the password itself in place of its reference, where they name a server's. */
    public static Settings.Store withPassword(Settings.Store store) {
        return Secrets.resolve(
                store,
                properties(SETTINGS_FILE, System.getProperties()),
                Thread.currentThread().getContextClassLoader());
    }

    /** What may be declared. */
    public static Set<ConnectorKindOptions> connectorKinds() {
        return connectorTypes().stream()
                .map(type -> new ConnectorKindOptions(type.kind(), type.declarableOptions()))
                .collect(Collectors.toSet());
    }

    private static List<ConnectorType> connectorTypes() {
        try {
            List<ConnectorType> types = ConnectorType.all();
            Map<ConnectorKind, String> seen = new HashMap<>();
            for (ConnectorType type : types) {
                String name = type.getClass().getName();
                String other = seen.put(type.kind(), name);
                if (other != null) {
                    throw new ProgramStartException("two connectors are of the kind " + type.kind() + ": " + other
                            + " and " + name + "; take the jar of one of them away, out of " + EXTENSIONS
                            + "/ or off the class path");
                }
            }
            return types;
        } catch (IllegalStateException e) {
            throw new ProgramStartException(String.valueOf(e.getMessage()), e);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new ProgramStartException(
                    "a connector of " + EXTENSIONS + "/ or of the class path cannot be loaded: "
                            + RouteErrors.describe(e),
                    e);
        }
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

    /** A settings file with these options over it, for keys that are Camel's. */
    static Properties properties(Path settings, Properties options) {
        Properties file = new Properties();
        try (var reader = Files.newBufferedReader(settings)) {
            file.load(reader);
        } catch (IOException e) {
            throw new ProgramStartException(settings + " cannot be read: " + e.getMessage());
        }
        file.putAll(options);
        return file;
    }
}
