package io.palyra.connectors.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A write-ahead log as the next start reads it. At a frame whose checksum is wrong SQLite takes the log for ended. That is
 * right where the power went in the middle of a commit, and drops every later commit without a word where the frame was
 * damaged.
 *
 * <p>Format: sqlite.org/walformat.html.
 */
final class SqliteLogFrames {

    private static final int MAGIC = 0x377f0682;
    private static final int HEADER = 32;
    private static final int SUMMED_OF_HEADER = 24;
    private static final int PAGE_SIZE_OFFSET = 8;
    private static final int SALT_OFFSET = 16;
    private static final int FRAME_HEADER = 24;
    private static final int SUMMED_OF_FRAME_HEADER = 8;
    private static final int PAGES_AFTER_COMMIT_OFFSET = 4;
    private static final int FRAME_SALT_OFFSET = 8;
    private static final int FRAME_SUM_OFFSET = 16;

    private final FileChannel log;
    private final ByteBuffer header;
    private final ByteOrder order;
    private final long salt;
    private int sum0;
    private int sum1;

    private SqliteLogFrames(FileChannel log, ByteBuffer header) {
        this.log = log;
        this.header = header;
        this.order = header.getInt(0) == MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        this.salt = header.getLong(SALT_OFFSET);
    }

    /** What is wrong with the log; empty where there is none, or it is as SQLite has left it. A program may write it meanwhile. */
    static Optional<String> damage(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) <= HEADER + FRAME_HEADER) {
            return Optional.empty();
        }
        try (FileChannel log = FileChannel.open(path, StandardOpenOption.READ)) {
            SqliteLogFrames frames = new SqliteLogFrames(log, read(log, 0, HEADER));
            Optional<String> damage = frames.damage();
            // A program that writes may have begun it anew meanwhile
            return frames.header.equals(read(log, 0, HEADER)) ? damage : Optional.empty();
        }
    }

    private Optional<String> damage() throws IOException {
        add(header.slice(0, SUMMED_OF_HEADER));
        if ((header.getInt(0) & ~1) != MAGIC || !hasSum(header, SUMMED_OF_HEADER)) {
            return Optional.of("the beginning of its write-ahead log is not SQLite's");
        }
        int frameSize = FRAME_HEADER + header.getInt(PAGE_SIZE_OFFSET);
        long frames = (log.size() - HEADER) / frameSize;
        long valid = 0;
        while (valid < frames && isNext(read(log, HEADER + valid * frameSize, frameSize))) {
            valid++;
        }
        long commits = commits(valid, frames, frameSize);
        // Of one the writing may have been cut short; the next one begins after that
        return commits > 1 && !isNext(read(log, HEADER + valid * frameSize, frameSize))
                ? Optional.of("at least " + commits + " commits in its write-ahead log cannot be read")
                : Optional.empty();
    }

    private long commits(long from, long to, int frameSize) throws IOException {
        long commits = 0;
        for (long dropped = from; dropped < to; dropped++) {
            ByteBuffer frame = read(log, HEADER + dropped * frameSize, FRAME_HEADER);
            if (frame.getLong(FRAME_SALT_OFFSET) == salt && frame.getInt(PAGES_AFTER_COMMIT_OFFSET) != 0) {
                commits++;
            }
        }
        return commits;
    }

    /** Whether a frame follows those before it; also asked again, as it may have been written meanwhile. */
    private boolean isNext(ByteBuffer frame) {
        int before0 = sum0;
        int before1 = sum1;
        add(frame.slice(0, SUMMED_OF_FRAME_HEADER));
        add(frame.slice(FRAME_HEADER, frame.limit() - FRAME_HEADER));
        boolean isNext = frame.getLong(FRAME_SALT_OFFSET) == salt && hasSum(frame, FRAME_SUM_OFFSET);
        if (!isNext) {
            sum0 = before0;
            sum1 = before1;
        }
        return isNext;
    }

    private void add(ByteBuffer words) {
        words.order(order);
        while (words.hasRemaining()) {
            sum0 += words.getInt() + sum1;
            sum1 += words.getInt() + sum0;
        }
    }

    private boolean hasSum(ByteBuffer where, int offset) {
        return where.getInt(offset) == sum0 && where.getInt(offset + Integer.BYTES) == sum1;
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(bytes);
        while (found.hasRemaining() && channel.read(found, position + found.position()) > 0) {
            // A read may bring less than was asked for
        }
        return found.clear();
    }
}
