package io.palyra.connectors.supervisor;

import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.lane.storage.QueueSurvey;
import io.palyra.connectors.outbox.RateLimitStore;
import io.palyra.connectors.transaction.Transactions;

/** Where the supervisor keeps what must survive a restart, all in one store. */
public record SupervisorStore(
        InstanceStore instances,
        CursorRows cursors,
        RateLimitStore rateLimits,
        QueueSurvey queues,
        EventLog events,
        Transactions transactions) {}
