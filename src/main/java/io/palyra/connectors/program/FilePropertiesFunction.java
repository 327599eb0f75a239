package io.palyra.connectors.program;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.camel.spi.PropertiesFunction;

/** The property function {@code file}: {@code {{file:/run/secrets/token}}} is the content of that file, trimmed. */
final class FilePropertiesFunction implements PropertiesFunction {

    @Override
    public String getName() {
        return "file";
    }

    /** @throws UnreadableSecretException if the file cannot be read; Camel takes it as a reference that has no value */
    @Override
    public String apply(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            throw new UnreadableSecretException("{{file:" + path + "}}", why(path, e));
        }
    }

    private static String why(String path, IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        } else if (failure instanceof AccessDeniedException) {
            return "this program may not read the file";
        } else if (failure instanceof CharacterCodingException) {
            return "the file is not a text in UTF-8";
        }
        return Files.isDirectory(Path.of(path)) ? "it is a folder" : "the file cannot be read";
    }
}
