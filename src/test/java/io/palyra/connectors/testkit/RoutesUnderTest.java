package io.palyra.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A copy of the real {@code routes/}, to be edited before and while the program runs. */
public final class RoutesUnderTest {

    /** The real ones. */
    public static final Path REAL = Path.of("routes");

    private final Path folder;

    private RoutesUnderTest(Path folder) {
        this.folder = folder;
    }

    public static RoutesUnderTest copy(Path parent) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("routes"));
        RoutesUnderTest routes = new RoutesUnderTest(folder);
        for (Path file : yamlFiles(REAL)) {
            routes.add(file);
        }
        return routes;
    }

    /** The route files directly in a folder. */
    public static List<Path> yamlFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** Puts one more file next to the others. */
    public RoutesUnderTest add(Path file) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()));
        return this;
    }

    /** Replaces text everywhere in a file; it must be there. */
    public RoutesUnderTest edit(String file, String before, String after) throws IOException {
        Path edited = folder.resolve(file);
        String text = Files.readString(edited);
        assertThat(text).contains(before);
        Files.writeString(edited, text.replace(before, after));
        return this;
    }

    /** Puts these steps in place of the inbound template's own. */
    public RoutesUnderTest withInboundSteps(String steps) throws IOException {
        Path template = folder.resolve("inbound.camel.yaml");
        String text = Files.readString(template);
        String own = "      steps:\n";
        assertThat(text).containsOnlyOnce(own);
        Files.writeString(template, text.substring(0, text.indexOf(own)) + steps);
        return this;
    }

    /** Retries soon, and gives up after so many redeliveries. */
    public RoutesUnderTest quickRetries(int redeliveries) throws IOException {
        return edit("retries.camel.yaml", "redeliveryDelay: 1000", "redeliveryDelay: 250")
                .edit("retries.camel.yaml", "maximumRedeliveries: 4", "maximumRedeliveries: " + redeliveries)
                .edit("retries.camel.yaml", "maximumRedeliveries: 81", "maximumRedeliveries: " + redeliveries)
                .edit("retries.camel.yaml", "useCollisionAvoidance: true", "useCollisionAvoidance: false");
    }

    /** What makes the program load and watch this folder, together with other settings. */
    public Map<String, String> with(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("camel.main.routesIncludePattern", "file:" + folder + "/*.camel.yaml");
        all.put("camel.main.routesReloadDirectory", folder.toString());
        return all;
    }
}
