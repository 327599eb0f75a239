package io.palyra.connectors.program;

import io.palyra.connectors.access.AccessStore;
import io.palyra.connectors.events.AnnouncedEvents;
import io.palyra.connectors.events.EventFeed;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.observe.CountedEvents;
import io.palyra.connectors.observe.MessageLog;
import io.palyra.connectors.observe.MessageMeters;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.statistics.Statistics;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.supervisor.SupervisorStore;
import io.palyra.connectors.transaction.Transactions;

/**
 * The parts of the one store.
 *
 * @param events counts and announces what it appends
 */
record ProgramStores(
        InboxStore inbox,
        OutboxStore outbox,
        DeadLetterStore deadLetters,
        AccessStore access,
        EventLog events,
        Transactions transactions,
        SupervisorStore supervisor) {

    static ProgramStores of(
            SqlStore store, MessageMeters meters, MessageLog lines, Statistics statistics, EventFeed feed) {
        EventLog events = new AnnouncedEvents(new CountedEvents(store.events(), meters, lines, statistics), feed);
        Transactions transactions = store.transactions();
        return new ProgramStores(
                store.inbox(),
                store.outbox(),
                store.deadLetters(),
                store.access(),
                events,
                transactions,
                new SupervisorStore(
                        store.instances(),
                        store.cursors(),
                        store.rateLimits(),
                        store.queueSurvey(),
                        events,
                        transactions));
    }
}
