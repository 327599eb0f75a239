package io.palyra.connectors.store;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Blocks whose events were all appended by this process, so that {@link BlockWriter} need not read them. They know of messages
 * of transactions that were rolled back, too: such a block is looked at in vain now and then, and none is left out.
 */
final class RecentBlocks {

    /** Some 8 KiB each, 64 where ids have many parts; those that nobody has taken by then are read. */
    static final int BLOCKS_MAX = 64;

    /** Blocks that are not full: one of each connector. */
    static final int CONNECTORS_MAX = 256;

    private record Name(String connectorId, long number) {}

    /** @param block null where its first events are not known */
    private record Open(long number, @Nullable BlockOfEvents block) {}

    private final Map<ConnectorId, Open> open = new Recent<>(CONNECTORS_MAX, dropped -> {});
    private final Map<Name, BlockOfEvents> full = Collections.synchronizedMap(new Recent<>(BLOCKS_MAX, dropped -> {}));

    /** For the writer thread; numbers of a connector come in order. */
    void appended(ConnectorId connectorId, long eventId, @Nullable String envelopeId) {
        BlockOfEvents block = open(connectorId, eventId).block();
        if (block != null && envelopeId != null) {
            block.add(envelopeId);
        }
    }

    private Open open(ConnectorId connectorId, long eventId) {
        long number = eventId / IndexOfBlocks.BLOCK;
        Open latest = open.get(connectorId);
        if (latest != null && latest.number() == number) {
            return latest;
        }
        if (latest != null && latest.block() != null) {
            full.put(new Name(connectorId.value(), latest.number()), latest.block());
        }
        // The number 0 is not given
        boolean isFirst = eventId % IndexOfBlocks.BLOCK == 0 || eventId == 1;
        Open next = new Open(number, isFirst ? new BlockOfEvents() : null);
        open.put(connectorId, next);
        return next;
    }

    /** Numbers may be given again. For the writer thread. */
    void forget() {
        open.clear();
        full.clear();
    }

    /** A block that is full, once. On any thread. */
    Optional<BlockOfEvents> take(String connectorId, long number) {
        return Optional.ofNullable(full.remove(new Name(connectorId, number)));
    }
}
