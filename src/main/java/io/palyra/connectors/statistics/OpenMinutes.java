package io.palyra.connectors.statistics;

import static io.palyra.connectors.protocol.Direction.INBOUND;
import static io.palyra.connectors.protocol.Direction.OUTBOUND;
import static java.util.Map.entry;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.protocol.Direction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Minutes that are counted, or not stored yet: in memory. Thread safe. */
final class OpenMinutes {

    /** While the store takes nothing. */
    private static final Duration KEPT = Duration.ofHours(2);

    private enum Count {
        ACCEPTED,
        DELIVERED,
        RETRIES,
        DEAD,
        UNKNOWN
    }

    private record Meaning(Direction direction, Count count) {}

    private static final Map<EventType, Meaning> MEANINGS = new EnumMap<>(Map.ofEntries(
            entry(EventType.INBOUND_RECEIVED, new Meaning(INBOUND, Count.ACCEPTED)),
            entry(EventType.INBOUND_PUT_OFF, new Meaning(INBOUND, Count.ACCEPTED)),
            entry(EventType.INBOUND_ROUTED, new Meaning(INBOUND, Count.DELIVERED)),
            entry(EventType.INBOUND_NOT_ROUTED, new Meaning(INBOUND, Count.DELIVERED)),
            entry(EventType.INBOUND_RETRY, new Meaning(INBOUND, Count.RETRIES)),
            entry(EventType.INBOUND_DEAD_LETTER, new Meaning(INBOUND, Count.DEAD)),
            entry(EventType.OUTBOX_ENQUEUED, new Meaning(OUTBOUND, Count.ACCEPTED)),
            entry(EventType.OUTBOX_DELIVERED, new Meaning(OUTBOUND, Count.DELIVERED)),
            entry(EventType.OUTBOX_RETRY, new Meaning(OUTBOUND, Count.RETRIES)),
            entry(EventType.OUTBOX_DEAD_LETTER, new Meaning(OUTBOUND, Count.DEAD)),
            entry(EventType.OUTBOX_UNKNOWN, new Meaning(OUTBOUND, Count.UNKNOWN))));

    private static final class Minute {
        private final String runId;
        private final long[] counts = new long[Count.values().length];
        private @Nullable Long depth;
        private @Nullable Long oldestAgeMs;
        private @Nullable Latencies latencies;

        Minute(String runId) {
            this.runId = runId;
        }

        long of(Count count) {
            return counts[count.ordinal()];
        }

        void took(long ms) {
            Latencies all = latencies == null ? new Latencies() : latencies;
            all.add(ms);
            latencies = all;
        }
    }

    private final Map<MinuteKey, Minute> minutes = new HashMap<>();
    private final String runId;
    private long latest = Long.MIN_VALUE + Window.MINUTE_MS;
    private int stepsBack;

    /** @param runId of this run and no other */
    OpenMinutes(String runId) {
        this.runId = runId;
    }

    synchronized void count(long minuteUnixMs, ConnectorEvent event) {
        Meaning meaning = MEANINGS.get(event.type());
        if (meaning == null) {
            return;
        }
        Minute minute = of(new MinuteKey(minuteUnixMs, event.connectorId(), meaning.direction()));
        minute.counts[meaning.count().ordinal()]++;
        if (event.details().get("latency_ms") instanceof Long latency) {
            minute.took(latency);
        }
    }

    /** Keeps the greatest of the minute: a flood that has passed within it stays visible. */
    synchronized void look(long minuteUnixMs, List<QueueDepth> queues, long now) {
        for (QueueDepth queue : queues) {
            if (queue.pending() > 0) {
                Minute minute = of(new MinuteKey(minuteUnixMs, queue.connectorId(), queue.direction()));
                minute.depth = greater(minute.depth, queue.pending());
                if (queue.oldestUnixMs() != null) {
                    minute.oldestAgeMs = greater(minute.oldestAgeMs, Math.max(0, now - queue.oldestUnixMs()));
                }
            }
        }
    }

    private static long greater(@Nullable Long before, long now) {
        return before == null ? now : Math.max(before, now);
    }

    /**
     * After a step back of the clock come minutes that were stored and are not known here any more: what is counted in them from now
     * on is another run's, as a row takes the place of the one before.
     */
    private Minute of(MinuteKey key) {
        if (key.minuteUnixMs() < latest - Window.MINUTE_MS) {
            stepsBack++;
            latest = key.minuteUnixMs();
        }
        latest = Math.max(latest, key.minuteUnixMs());
        return minutes.computeIfAbsent(key, any -> new Minute(stepsBack == 0 ? runId : runId + "-" + stepsBack));
    }

    /** As they stand. */
    synchronized List<MessageMinute> minutes() {
        return minutes.entrySet().stream()
                .map(counted -> snapshot(counted.getKey(), counted.getValue()))
                .toList();
    }

    private static MessageMinute snapshot(MinuteKey key, Minute minute) {
        return new MessageMinute(
                key.minuteUnixMs(),
                key.connectorId(),
                key.direction(),
                minute.runId,
                minute.of(Count.ACCEPTED),
                minute.of(Count.DELIVERED),
                minute.of(Count.RETRIES),
                minute.of(Count.DEAD),
                minute.of(Count.UNKNOWN),
                minute.depth,
                minute.oldestAgeMs,
                minute.latencies == null ? null : minute.latencies.copy());
    }

    /**
     * All of them are stored. The minute before is kept, too: something may still be counted there, and a row holds all that
     * was counted.
     */
    synchronized void saved(long minuteUnixMs) {
        minutes.keySet().removeIf(key -> key.minuteUnixMs() < minuteUnixMs - Window.MINUTE_MS);
    }

    /** They cannot be stored: what is older than {@link #KEPT} is given up. */
    synchronized void notSaved(long minuteUnixMs) {
        minutes.keySet().removeIf(key -> key.minuteUnixMs() < minuteUnixMs - KEPT.toMillis());
    }
}
