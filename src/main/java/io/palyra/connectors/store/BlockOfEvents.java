package io.palyra.connectors.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * What the row of a block says: the hashes of the messages that its events are about, in order, four bytes each. A part of a
 * message, or an answer to it, stands for the message, too: for each beginning of its id that a {@value MessageIndex#PART} ends.
 * Not thread safe.
 */
final class BlockOfEvents {

    private final CRC32 sum = new CRC32();
    private int[] hashes = new int[256];
    private int size;

    /** There are events about it. */
    void add(String envelopeId) {
        byte[] id = envelopeId.getBytes(StandardCharsets.UTF_8);
        int summed = 0;
        sum.reset();
        for (int i = 0; i < id.length; i++) {
            if (id[i] == MessageIndex.PART) {
                sum.update(id, summed, i - summed);
                summed = i;
                add((int) sum.getValue());
            }
        }
        sum.update(id, summed, id.length - summed);
        add((int) sum.getValue());
    }

    private void add(int hash) {
        if (size == hashes.length) {
            sortAndDropDoubles();
            hashes = size > hashes.length / 2 ? Arrays.copyOf(hashes, 2 * hashes.length) : hashes;
        }
        hashes[size++] = hash;
    }

    private void sortAndDropDoubles() {
        int[] distinct = Arrays.stream(hashes, 0, size).sorted().distinct().toArray();
        size = distinct.length;
        System.arraycopy(distinct, 0, hashes, 0, size);
    }

    byte[] row() {
        sortAndDropDoubles();
        ByteBuffer bytes = ByteBuffer.allocate(size * Integer.BYTES);
        bytes.asIntBuffer().put(hashes, 0, size);
        return bytes.array();
    }

    static int hash(String envelopeId) {
        CRC32 sum = new CRC32();
        sum.update(envelopeId.getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    /** Whether the block may have events of a message with this hash. */
    static boolean has(byte[] row, int hash) {
        int[] hashes = new int[row.length / Integer.BYTES];
        ByteBuffer.wrap(row).asIntBuffer().get(hashes);
        return Arrays.binarySearch(hashes, hash) >= 0;
    }
}
