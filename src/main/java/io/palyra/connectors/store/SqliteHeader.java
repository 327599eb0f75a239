package io.palyra.connectors.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** The beginning of a file of SQLite's, read anew each time. Format: sqlite.org/fileformat.html. */
final class SqliteHeader {

    /** With which the file begins. */
    static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** Of what is none of SQLite's files. */
    static final int NO_NUMBER = -1;

    private static final int PAGE_SIZE_OFFSET = 16;
    private static final int PAGES_OFFSET = 28;
    private static final int NUMBER_OFFSET = 60;

    private final FileChannel file;

    SqliteHeader(FileChannel file) {
        this.file = file;
    }

    /** Its {@code user_version}; {@link #NO_NUMBER} where it is none of SQLite's files. */
    int number() throws IOException {
        ByteBuffer header = read();
        boolean isSqlite = header.limit() == header.capacity()
                && header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
        return isSqlite ? header.getInt(NUMBER_OFFSET) : NO_NUMBER;
    }

    /** How long the file is, by what it says of itself. */
    long bytes() throws IOException {
        ByteBuffer header = read();
        int pageSize = Short.toUnsignedInt(header.getShort(PAGE_SIZE_OFFSET));
        long page = pageSize == 1 ? 1 << Short.SIZE : pageSize;
        return Integer.toUnsignedLong(header.getInt(PAGES_OFFSET)) * page;
    }

    private ByteBuffer read() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(NUMBER_OFFSET + Integer.BYTES);
        while (header.hasRemaining() && file.read(header, header.position()) > 0) {
            // A read may bring less than was asked for
        }
        return header.flip();
    }
}
