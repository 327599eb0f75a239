package io.palyra.connectors.routes;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A route file does not work. The message names the file, the line where it is known, what is wrong and the way out. */
class BrokenRoutesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Path file;

    BrokenRoutesException(String message) {
        this(message, null);
    }

    BrokenRoutesException(String message, @Nullable Path file) {
        super(message);
        this.file = file;
    }

    /** The file that is to blame, where that is known. */
    Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}
