package io.palyra.connectors.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A folder for what a command throws away at its end. */
public record TemporaryFolder(Path path) implements AutoCloseable {

    public static TemporaryFolder create(String prefix) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(prefix));
    }

    /** Settings for a store in here, which need not survive a loss of power. */
    public Map<String, String> storeSettings() {
        return Map.of(
                "palyra.store.url", "jdbc:sqlite:" + path.resolve("store.db"),
                "palyra.store.synchronous", "NORMAL",
                "palyra.store.username", "",
                "palyra.store.password", "");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
