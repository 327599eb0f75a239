package io.palyra.connectors.events;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.util.List;

/** The event log, with those told who read it as it grows. */
public final class AnnouncedEvents implements EventLog {

    private final EventLog log;
    private final EventFeed feed;

    public AnnouncedEvents(EventLog log, EventFeed feed) {
        this.log = log;
        this.feed = feed;
    }

    @Override
    public void append(Transaction transaction, ConnectorEvent event) {
        log.append(transaction, event);
        feed.appended(transaction, event);
    }

    @Override
    public List<LoggedEvent> latest(ConnectorId connectorId, EventFilter filter, int limit) {
        return log.latest(connectorId, filter, limit);
    }
}
