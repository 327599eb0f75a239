package io.palyra.connectors.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A write-ahead log and the index beside it ({@code -wal}, {@code -shm}): whether the log still holds what SQLite believes is
 * in it. SQLite itself looks at neither the log's length nor its header while it has it open, so it goes on behind the hole
 * where a log was emptied, and the next start drops everything.
 *
 * <p>Formats: sqlite.org/walformat.html. Whoever closes the index gives up the locks that his process has on it: it is closed
 * after SQLite's last connection.
 */
final class SqliteLog implements Closeable {

    private static final int INDEX_HEADER = 48;
    private static final int PAGE_SIZE_OFFSET = 14;
    private static final int FRAMES_OFFSET = 16;
    private static final int INDEX_SALT_OFFSET = 32;

    private static final int LOG_HEADER = 32;
    private static final int LOG_SALT_OFFSET = 16;
    private static final int FRAME_HEADER = 24;
    private static final int FRAME_SALT_OFFSET = 8;
    private static final int SALT = 8;

    /** Written to between two readings again and again: nothing to be said about it now. */
    private static final int READINGS = 5;

    private final FileChannel log;
    private final FileChannel index;
    private ByteBuffer saltSeen = ByteBuffer.allocate(SALT);
    private long framesSeen;

    SqliteLog(Path log, Path index) throws IOException {
        this.log = FileChannel.open(log, StandardOpenOption.READ);
        this.index = FileChannel.open(index, StandardOpenOption.READ);
    }

    /** How many the log has by now; fewer than before where it has been begun anew. */
    long frames() throws IOException {
        return frames(read(index, 0, INDEX_HEADER));
    }

    private static long frames(ByteBuffer header) {
        return Integer.toUnsignedLong(header.order(ByteOrder.nativeOrder()).getInt(FRAMES_OFFSET));
    }

    /** SQLite writes the log first, and before it makes the log shorter or begins it anew, the index. */
    synchronized boolean isWhole() throws IOException {
        for (int i = 0; i < READINGS; i++) {
            ByteBuffer before = read(index, 0, INDEX_HEADER);
            boolean whole = holds(before);
            if (whole || before.equals(read(index, 0, INDEX_HEADER))) {
                return whole;
            }
        }
        return true;
    }

    /** The log begins as it did; its last frame is there, and so is the one that was the last before, behind which a hole begins. */
    private boolean holds(ByteBuffer header) throws IOException {
        long frames = frames(header);
        if (frames == 0) {
            return true;
        }
        int pageSize = Short.toUnsignedInt(header.getShort(PAGE_SIZE_OFFSET));
        // 1 stands for 65536, which 16 bits do not hold
        long frameSize = FRAME_HEADER + (pageSize == 1 ? 1 << Short.SIZE : pageSize);
        ByteBuffer salt = header.slice(INDEX_SALT_OFFSET, SALT);
        boolean whole = read(log, LOG_SALT_OFFSET, SALT).equals(salt)
                && hasFrame(frames, frameSize, salt)
                && (!salt.equals(saltSeen) || hasFrame(framesSeen, frameSize, salt));
        if (whole) {
            saltSeen = salt;
            framesSeen = frames;
        }
        return whole;
    }

    private boolean hasFrame(long number, long size, ByteBuffer salt) throws IOException {
        return read(log, LOG_HEADER + (number - 1) * size + FRAME_SALT_OFFSET, SALT)
                .equals(salt);
    }

    /** Zeros where the file ends earlier. */
    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(bytes);
        while (found.hasRemaining() && channel.read(found, position + found.position()) > 0) {
            // A read may bring less than was asked for
        }
        return found.clear();
    }

    /**
     * All that is in it, also where it bears no name any more.
     *
     * @param target made only once it is whole, as SQLite takes what there is for all
     */
    void copyTo(Path target) throws IOException {
        Path growing = SqlitePlace.beside(target, ".tmp");
        try (FileChannel copy = FileChannel.open(
                growing, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            long size = log.size();
            long copied = 0;
            while (copied < size) {
                copied += log.transferTo(copied, size - copied, copy);
            }
            copy.force(true);
        }
        Files.move(growing, target);
    }

    @Override
    public void close() throws IOException {
        try (FileChannel first = log) {
            index.close();
        }
    }
}
