package io.palyra.connectors.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the store needs of its disk, in bytes.
 *
 * @param free room left for this process
 * @param log size of the write-ahead log
 */
public record StoreSpace(long free, long file, long log) {

    static StoreSpace of(Path file) throws IOException {
        return new StoreSpace(Files.getFileStore(file).getUsableSpace(), size(file), size(Path.of(file + "-wal")));
    }

    private static long size(Path path) throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }
}
