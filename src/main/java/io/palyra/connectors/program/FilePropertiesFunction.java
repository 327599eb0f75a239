package io.palyra.connectors.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.spi.PropertiesFunction;

/** The property function {@code file}: {@code {{file:/run/secrets/token}}} is the content of that file, trimmed. */
final class FilePropertiesFunction implements PropertiesFunction {

    @Override
    public String getName() {
        return "file";
    }

    /** @throws IllegalArgumentException where the file cannot be read; Camel takes it as a reference that has no value */
    @Override
    public String apply(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("{{file:" + path + "}}: the file cannot be read", e);
        }
    }
}
