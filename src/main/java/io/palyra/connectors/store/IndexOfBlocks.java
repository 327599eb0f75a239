package io.palyra.connectors.store;

import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An index with a row for each block of {@value #BLOCK} numbers of a connector, which says by hashes what messages its events
 * are about; the events of such a block are then looked at one by one. The entries of an index of each event would cost every
 * message as much again as its events do, and touch a page each where ids have no order.
 *
 * <p>A block gets its row from {@link BlockWriter} some time after its last number is given. One without a row is looked at.
 */
final class IndexOfBlocks implements MessageIndex {

    static final int BLOCK = 4_096;

    /** The blocks that a connector's events are in. */
    private record Ends(long first, long last) {}

    @Override
    public List<LoggedEvent> newest(
            Statements statements, ConnectorId connectorId, String envelopeId, EventFilter filter, int limit) {
        Ends ends = statements.one(
                "ends_of_events", row -> new Ends(row.getLong(1) / BLOCK, row.getLong(2) / BLOCK), connectorId.value());
        Set<Long> others = blocksOfOthers(statements, connectorId, envelopeId);
        List<LoggedEvent> found = new ArrayList<>();
        long before = SqlEventLog.before(filter);
        long newest = Math.min(ends.last(), (before - 1) / BLOCK);
        for (long block = newest; block >= ends.first() && found.size() < limit; block--) {
            if (!others.contains(block)) {
                long end = Math.min(before, (block + 1) * BLOCK);
                found.addAll(statements.query(
                        "latest_events_of_span",
                        row -> SqlEventLog.event(connectorId, row),
                        connectorId.value(),
                        block * BLOCK,
                        end,
                        SqlEventLog.since(filter),
                        SqlEventLog.levels(filter.level()),
                        SqlEventLog.types(filter),
                        envelopeId,
                        limit - found.size()));
            }
        }
        return found;
    }

    /** Of which it is known that nothing in them is about the message. */
    private static Set<Long> blocksOfOthers(Statements statements, ConnectorId connectorId, String envelopeId) {
        int hash = BlockOfEvents.hash(envelopeId);
        Set<Long> others = new HashSet<>();
        statements.query(
                "blocks_of_events",
                row -> BlockOfEvents.has(row.getBytes("messages"), hash) || others.add(row.getLong("block")),
                connectorId.value());
        return others;
    }

    /** A block that is gone in part keeps its row: what was deleted is not found anyway. */
    @Override
    public void purged(Statements statements, String connectorId) {
        statements.update("purge_blocks_of_events", connectorId, BLOCK);
    }
}
