package io.palyra.connectors.statistics;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a program has counted of one queue in one minute.
 *
 * @param minuteUnixMs when the minute began
 * @param accepted messages that were stored
 * @param delivered inbound: that the daemon has answered, whatever it said; outbound: that the platform has confirmed
 * @param retries attempts that have failed and are made again
 * @param dead times that a message was given up; one that dies again after a replay counts again
 * @param unknown times that the outcome of a message became unknown
 * @param depth messages that were not settled, the most of those times when somebody looked; null where there were none
 * @param oldestAgeMs how long the oldest of them had been stored, the longest likewise; null where there was none
 * @param latencies from being stored to being delivered; null where nothing was delivered
 */
public record MessageMinute(
        long minuteUnixMs,
        ConnectorId connectorId,
        Direction direction,
        String runId,
        long accepted,
        long delivered,
        long retries,
        long dead,
        long unknown,
        @Nullable Long depth,
        @Nullable Long oldestAgeMs,
        @Nullable Latencies latencies) {}
