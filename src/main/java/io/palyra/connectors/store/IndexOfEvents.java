package io.palyra.connectors.store;

import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.List;

/** The database's own, with an entry for each event. */
final class IndexOfEvents implements MessageIndex {

    @Override
    public List<LoggedEvent> newest(
            Statements statements, ConnectorId connectorId, String envelopeId, EventFilter filter, int limit) {
        return statements.query(
                "latest_events_of_message",
                row -> SqlEventLog.event(connectorId, row),
                connectorId.value(),
                envelopeId,
                envelopeId + SqlTraceStore.AFTER,
                envelopeId + SqlTraceStore.BEFORE,
                SqlEventLog.before(filter),
                SqlEventLog.since(filter),
                SqlEventLog.levels(filter.level()),
                SqlEventLog.types(filter),
                limit);
    }
}
