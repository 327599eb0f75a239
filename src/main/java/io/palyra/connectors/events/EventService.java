package io.palyra.connectors.events;

import io.palyra.connectors.cluster.Turns;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;

/**
 * What a {@code palyra-events} consumer needs of the program.
 *
 * @param turns which program reads, where several share the store
 * @param stopDeadline how long a stop waits for the event in hand
 */
public record EventService(
        EventReaders readers,
        EventFeed feed,
        Transactions transactions,
        Clock clock,
        Turns turns,
        Duration stopDeadline) {}
