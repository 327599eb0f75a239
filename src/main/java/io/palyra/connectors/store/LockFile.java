package io.palyra.connectors.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The file beside a store by which one process has it. The lock belongs to the process, so a killed process leaves none
 * behind; the file stays, and holds the number by which the store's file is recognised.
 */
final class LockFile implements Closeable {

    private static final int CONTENT_MAX = 100;

    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /** @return empty where another process, or another part of this one, has the lock */
    static Optional<LockFile> take(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new LockFile(channel));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** The numbers that were written last; none where there are none that can be read. */
    List<Integer> numbers() throws IOException {
        ByteBuffer content = ByteBuffer.allocate(CONTENT_MAX);
        channel.read(content, 0);
        String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
        return text.matches("\\d{1,9}( \\d{1,9})*")
                ? Arrays.stream(text.split(" ", -1)).map(Integer::valueOf).toList()
                : List.of();
    }

    /** Returns once they are on the disk. */
    void write(List<Integer> numbers) throws IOException {
        String text = numbers.stream().map(String::valueOf).collect(Collectors.joining(" ", "", "\n"));
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
