package io.palyra.connectors.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * What the row of a block says: the hashes of the messages that its events are about, in order, four bytes each. A part of a
 * message, or an answer to it, stands for the message, too: for each beginning of its id that a {@value MessageIndex#PART} ends.
 */
final class BlockOfEvents {

    private BlockOfEvents() {}

    static byte[] of(Collection<String> envelopeIds) {
        int[] hashes = envelopeIds.stream()
                .flatMapToInt(BlockOfEvents::hashes)
                .sorted()
                .distinct()
                .toArray();
        ByteBuffer bytes = ByteBuffer.allocate(hashes.length * Integer.BYTES);
        bytes.asIntBuffer().put(hashes);
        return bytes.array();
    }

    private static IntStream hashes(String envelopeId) {
        IntStream beginnings = IntStream.range(0, envelopeId.length())
                .filter(i -> envelopeId.charAt(i) == MessageIndex.PART)
                .map(i -> hash(envelopeId.substring(0, i)));
        return IntStream.concat(beginnings, IntStream.of(hash(envelopeId)));
    }

    static int hash(String envelopeId) {
        CRC32 sum = new CRC32();
        sum.update(envelopeId.getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    /** Whether the block may have events of a message with this hash. */
    static boolean has(byte[] block, int hash) {
        int[] hashes = new int[block.length / Integer.BYTES];
        ByteBuffer.wrap(block).asIntBuffer().get(hashes);
        return Arrays.binarySearch(hashes, hash) >= 0;
    }
}
