package io.palyra.connectors.events;

import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;

/**
 * What a {@code palyra-events} consumer needs of the program.
 *
 * @param stopDeadline how long a stop waits for the event in hand
 */
public record EventService(
        EventReaders readers, EventFeed feed, Transactions transactions, Clock clock, Duration stopDeadline) {}
