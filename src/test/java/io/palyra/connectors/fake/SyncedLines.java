package io.palyra.connectors.fake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file to which lines are added, each on the disk before the call returns. Thread safe. */
public final class SyncedLines implements AutoCloseable {

    private final FileChannel file;

    public SyncedLines(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    public synchronized void add(String... cells) throws IOException {
        file.write(ByteBuffer.wrap((String.join("\t", cells) + "\n").getBytes(StandardCharsets.UTF_8)));
        file.force(false);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    /** The cells of each line; none where there is no file yet. */
    public static List<List<String>> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        return Files.readAllLines(path).stream()
                .map(line -> List.of(line.split("\t", -1)))
                .toList();
    }
}
