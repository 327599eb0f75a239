package io.palyra.connectors.supervisor;

import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.RateLimitStore;
import io.palyra.connectors.transaction.Transactions;

/** Where the supervisor keeps what must survive a restart, all in one store. */
public record SupervisorStore(
        InstanceStore instances,
        CursorRows cursors,
        RateLimitStore rateLimits,
        InboxStore inbox,
        OutboxStore outbox,
        EventLog events,
        Transactions transactions) {}
