package io.palyra.connectors.settings;

import io.palyra.connectors.settings.PropertiesFile.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the palyra keys from the three sources and lets the stronger one win. */
final class SettingSources {

    /** Variables of the command line client, which reads them itself. */
    private static final Set<String> CLIENT_VARIABLES = Set.of("PALYRA_CLI_URL", "PALYRA_CLI_TOKEN");

    private final KeyCatalog catalog;
    private final Findings findings;
    private final Map<String, SourcedValue> fromFile = new TreeMap<>();
    private final Map<String, SourcedValue> fromEnvironment = new TreeMap<>();
    private final Map<String, SourcedValue> fromSystemProperties = new TreeMap<>();

    SettingSources(KeyCatalog catalog, Findings findings) {
        this.catalog = catalog;
        this.findings = findings;
    }

    /** The winning value of every key that is set. */
    Map<String, SourcedValue> winners() {
        Map<String, SourcedValue> winners = new TreeMap<>(fromFile);
        winners.putAll(fromEnvironment);
        winners.putAll(fromSystemProperties);
        return winners;
    }

    void readFile(Path file) {
        try {
            for (Entry entry : PropertiesFile.read(file)) {
                String origin = file + ":" + entry.line();
                SourcedValue earlier =
                        accept(new SourcedValue(entry.key(), entry.value(), SettingSource.FILE, origin), fromFile);
                if (earlier != null) {
                    findings.warning(earlier.key() + " is set more than once: " + origin + " counts, "
                            + earlier.origin() + " does not");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            findings.problem(file + " cannot be read as a UTF-8 properties file: " + e);
        }
    }

    /** @param origin where these are from, in words */
    void readGiven(Properties properties, String origin) {
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            accept(new SourcedValue(key, properties.getProperty(key), SettingSource.APPLICATION, origin), fromFile);
        }
    }

    void readSystemProperties(Properties properties) {
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            String text = properties.getProperty(key);
            accept(new SourcedValue(key, text, SettingSource.SYSTEM_PROPERTY, "-D" + key), fromSystemProperties);
        }
    }

    /**
     * Read last: a variable cannot spell {@code -} and {@code .}, so it is first taken to mean an instance that the other
     * sources declare. An empty variable is no setting.
     */
    void readEnvironment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (KeyCatalog.isVariable(variable) && !CLIENT_VARIABLES.contains(variable) && !text.isBlank()) {
                catalog.findByVariable(variable)
                        .ifPresentOrElse(
                                key -> acceptVariable(variable, key, text),
                                () -> findings.warning("the environment variable " + variable
                                        + " is not a setting and is ignored; the nearest is "
                                        + catalog.nearestVariable(variable)));
            }
        });
    }

    private void acceptVariable(String variable, String key, String text) {
        List<String> declared = Stream.concat(fromFile.keySet().stream(), fromSystemProperties.keySet().stream())
                .flatMap(other -> catalog.sameInstance(other, key).stream())
                .distinct()
                .toList();
        if (declared.size() > 1) {
            findings.problem("the environment variable " + variable + " could mean any of " + declared
                    + "; set the one that is meant in the file or with -D");
            return;
        }
        String meant = declared.isEmpty() ? key : declared.get(0);
        String origin = "environment variable " + variable;
        fromEnvironment.put(meant, new SourcedValue(meant, text, SettingSource.ENVIRONMENT, origin));
    }

    /** Puts the value under its key, or reports that there is no such key; answers the value that it replaces. */
    private @Nullable SourcedValue accept(SourcedValue value, Map<String, SourcedValue> target) {
        if (!value.key().startsWith(KeyCatalog.KEY_PREFIX)) {
            return null;
        }
        Optional<String> key = catalog.find(value.key());
        if (key.isEmpty()) {
            findings.unknown(value, catalog.nearestKey(value.key()));
            return null;
        }
        return target.put(key.get(), value.withKey(key.get()));
    }
}
