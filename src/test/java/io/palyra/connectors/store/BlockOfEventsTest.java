package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockOfEventsTest {

    @Test
    void hasEachMessageAndNoOther() {
        byte[] block = row(ids(0, 3_000));

        assertThat(ids(0, 3_000)).allMatch(id -> BlockOfEvents.has(block, BlockOfEvents.hash(id)));
        assertThat(ids(3_000, 6_000)).noneMatch(id -> BlockOfEvents.has(block, BlockOfEvents.hash(id)));
    }

    /** As a search by the beginning of an id finds them. */
    @Test
    void aPartStandsForItsMessage() {
        byte[] block = row(List.of("discord:301:9:0:chunk1"));

        assertThat(List.of("discord", "discord:301", "discord:301:9", "discord:301:9:0", "discord:301:9:0:chunk1"))
                .allMatch(id -> BlockOfEvents.has(block, BlockOfEvents.hash(id)));
        assertThat(List.of("", "d", "discord:", "discord:30", "301", "discord:301:9:1", "chunk1"))
                .noneMatch(id -> BlockOfEvents.has(block, BlockOfEvents.hash(id)));
    }

    @Test
    void whatSeveralEventsAreAboutIsInItOnce() {
        assertThat(row(List.of("a", "a:0", "a:1"))).hasSize(3 * Integer.BYTES);
        assertThat(row(List.of())).isEmpty();
        assertThat(BlockOfEvents.has(new byte[0], 0)).isFalse();
    }

    private static byte[] row(List<String> envelopeIds) {
        BlockOfEvents block = new BlockOfEvents();
        envelopeIds.forEach(block::add);
        return block.row();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }
}
