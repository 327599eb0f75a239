package io.palyra.connectors.observe;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.statistics.Statistics;
import io.palyra.connectors.transaction.Transaction;
import java.util.List;

/** The event log, counted and logged: once a transaction has committed, and never where it was rolled back. */
public final class CountedEvents implements EventLog {

    private final EventLog log;
    private final MessageMeters meters;
    private final MessageLog lines;
    private final Statistics statistics;

    public CountedEvents(EventLog log, MessageMeters meters, MessageLog lines, Statistics statistics) {
        this.log = log;
        this.meters = meters;
        this.lines = lines;
        this.statistics = statistics;
    }

    @Override
    public void append(Transaction transaction, ConnectorEvent event) {
        log.append(transaction, event);
        transaction.wakeAfterCommit(() -> {
            meters.committed(event);
            lines.committed(event);
            statistics.committed(event);
        });
    }

    @Override
    public List<LoggedEvent> latest(ConnectorId connectorId, EventFilter filter, int limit) {
        return log.latest(connectorId, filter, limit);
    }
}
