package io.palyra.connectors.statistics;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of minutes. Methods without a transaction read on their own and may block. */
public interface StatisticsStore {

    /** Takes the place of what the same run has saved of these minutes before. */
    void save(Transaction transaction, Collection<MessageMinute> minutes);

    /** Says that a run has looked at its queues in that minute. */
    void saveLook(Transaction transaction, long minuteUnixMs, String runId);

    /** @param connectorId null means every one */
    List<MessageMinute> minutes(long fromUnixMs, long toUnixMs, @Nullable ConnectorId connectorId);

    /** Minutes in which any run has looked at its queues. */
    Set<Long> looks(long fromUnixMs, long toUnixMs);
}
