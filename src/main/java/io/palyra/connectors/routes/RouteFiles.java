package io.palyra.connectors.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.util.AntPathMatcher;

/** The files of a folder whose names match, with their contents. Links are followed, that of the folder itself too. */
final class RouteFiles {

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

    /** Where Camel finds one of them, as the folder is written in the settings. */
    String location(Path file) {
        return "file:" + folder.resolve(file.getFileName());
    }

    private boolean isRouteFile(Path file) {
        String name = file.getFileName().toString();
        return Stream.of(patterns).anyMatch(pattern -> AntPathMatcher.INSTANCE.match(pattern, name))
                && Files.isRegularFile(file);
    }
}
