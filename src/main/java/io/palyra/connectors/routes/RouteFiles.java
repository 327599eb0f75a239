package io.palyra.connectors.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.util.AntPathMatcher;

/** The files of a folder whose names match, with their contents. Links are followed, that of the folder itself too. */
final class RouteFiles {

    /** Those of the distribution: to be copied from, so nobody expects them to run. */
    private static final String EXAMPLES = "examples";

    private final Path folder;
    private final Path absolute;
    private final String[] patterns;

    /** @param pattern one or more Ant patterns of file names, by commas */
    RouteFiles(String folder, String pattern) {
        this.folder = Path.of(folder);
        this.absolute = this.folder.toAbsolutePath().normalize();
        this.patterns = pattern.split("\\s*,\\s*");
    }

    /**
     * By absolute path.
     *
     * @throws IOException where the folder or a file cannot be read at present: nothing is known of any then
     */
    SortedMap<Path, String> read() throws IOException {
        SortedMap<Path, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(absolute)) {
            for (Path file : (Iterable<Path>) files.filter(this::isRouteFile)::iterator) {
                // Compared, not shown: any bytes will do
                contents.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    /** One of them with what was read from it; its location is written as the folder is in the settings. */
    RouteFile file(Path file, String content) {
        return new RouteFile("file:" + folder.resolve(file.getFileName()), file, content);
    }

    /** Files that look like routes and are not loaded, each with the reason; by name, in the folder or one level below. */
    SortedMap<String, String> ignored() throws IOException {
        SortedMap<String, String> reasons = new TreeMap<>();
        try (Stream<Path> files = Files.list(absolute)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (Files.isDirectory(file)) {
                    if (!isHidden(name) && !name.equals(EXAMPLES) && hasRoutes(file)) {
                        reasons.put(name + "/", "the files of a folder in the folder of routes are not loaded");
                    }
                } else if (looksLikeRoutes(name) && !matches(name)) {
                    reasons.put(name, "only files named " + String.join(", ", patterns) + " are loaded");
                }
            }
        }
        return reasons;
    }

    private static boolean hasRoutes(Path subfolder) throws IOException {
        try (Stream<Path> files = Files.list(subfolder)) {
            return files.map(file -> file.getFileName().toString()).anyMatch(RouteFiles::looksLikeRoutes);
        }
    }

    private static boolean looksLikeRoutes(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !isHidden(name) && Stream.of(".yaml", ".yml", ".xml").anyMatch(lower::endsWith);
    }

    /** Editors and Kubernetes keep such beside the real ones. */
    private static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    private boolean isRouteFile(Path file) {
        String name = file.getFileName().toString();
        return matches(name) && Files.isRegularFile(file);
    }

    private boolean matches(String name) {
        return Stream.of(patterns).anyMatch(pattern -> AntPathMatcher.INSTANCE.match(pattern, name));
    }
}
