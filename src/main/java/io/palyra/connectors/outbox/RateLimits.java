package io.palyra.connectors.outbox;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.time.Moment;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.Transaction;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * What the platforms limit at present: a bucket of a connector, or all of it. A limit holds at once for every message that
 * is not on its way yet, and is stored with the outcome that stated it. Thread safe.
 */
public final class RateLimits {

    private final RateLimitStore store;
    private final SteadyClock clock;

    /** How far the clock had been moved when it was asked last: what is kept here is on that clock. */
    private volatile long jumpedMs;

    private final Map<ConnectorId, Map<String, RateLimit>> limits = new ConcurrentHashMap<>();
    private final Map<ConnectorId, Integer> inARow = new ConcurrentHashMap<>();

    public RateLimits(RateLimitStore store, SteadyClock clock) {
        this.store = store;
        this.clock = clock;
        jumpedMs = clock.jumpedMs();
        store.all().forEach((connectorId, stored) -> stored.forEach(limit -> remember(connectorId, limit)));
    }

    /** What another program has come upon; what is known here stays. */
    public void readAgain(ConnectorId connectorId) {
        store.all().getOrDefault(connectorId, List.of()).forEach(limit -> remember(connectorId, limit));
    }

    /** Holds from now on; {@link #save} makes it last. A later end than this one stays. */
    synchronized RateLimit limit(ConnectorId connectorId, String bucket, String reason, Duration time) {
        if (bucket.equals(RateLimit.EVERYTHING) && connectorLimitedUntil(connectorId) == 0) {
            inARow.merge(connectorId, 1, Integer::sum);
        }
        long now = now();
        return remember(connectorId, new RateLimit(bucket, reason, now, now + time.toMillis()));
    }

    /** On the writer thread: as it is by then, should the clock have been moved meanwhile. */
    void save(Transaction transaction, ConnectorId connectorId, RateLimit limit) {
        long now = now();
        RateLimit current = limits.getOrDefault(connectorId, Map.of()).getOrDefault(limit.bucket(), limit);
        store.save(transaction, connectorId, current, now);
    }

    private RateLimit remember(ConnectorId connectorId, RateLimit limit) {
        return limits.computeIfAbsent(connectorId, id -> new ConcurrentHashMap<>())
                .merge(limit.bucket(), limit, (a, b) -> a.untilUnixMs() > b.untilUnixMs() ? a : b);
    }

    /**
     * How often the whole connector has been limited since its platform last took a message. A limit that holds now does
     * not count yet: what was on its way when it began meets the same one.
     */
    int inARow(ConnectorId connectorId) {
        int limited = inARow.getOrDefault(connectorId, 0);
        return connectorLimitedUntil(connectorId) == 0 ? limited : Math.max(0, limited - 1);
    }

    /** The platform took a message. */
    void passed(ConnectorId connectorId) {
        inARow.remove(connectorId);
    }

    /** Until when (unix ms) the whole connector waits; 0 where it does not. */
    public long connectorLimitedUntil(ConnectorId connectorId) {
        return until(limits.getOrDefault(connectorId, Map.of()), RateLimit.EVERYTHING);
    }

    /**
     * Until when (unix ms) a conversation waits; 0 where it does not.
     *
     * @param bucket says what the platform counts a conversation under; asked only where a bucket is limited
     */
    public long limitedUntil(
            ConnectorId connectorId,
            ConversationId conversationId,
            BiFunction<ConnectorId, ConversationId, String> bucket) {
        Map<String, RateLimit> ofConnector = limits.getOrDefault(connectorId, Map.of());
        if (ofConnector.isEmpty()) {
            return 0;
        }
        return Math.max(
                until(ofConnector, RateLimit.EVERYTHING),
                until(ofConnector, bucket.apply(connectorId, conversationId)));
    }

    private long until(Map<String, RateLimit> ofConnector, String bucket) {
        long now = now();
        RateLimit limit = ofConnector.get(bucket);
        if (limit == null) {
            return 0;
        }
        if (limit.untilUnixMs() <= now) {
            ofConnector.remove(bucket, limit);
            return 0;
        }
        return limit.untilUnixMs();
    }

    /** What is limited now, the longest first. */
    public List<RateLimit> active(ConnectorId connectorId) {
        long now = now();
        return limits.getOrDefault(connectorId, Map.of()).values().stream()
                .filter(limit -> limit.untilUnixMs() > now)
                .sorted(Comparator.comparingLong(RateLimit::untilUnixMs).reversed())
                .toList();
    }

    /** For how long the whole connector waits; zero where it does not. */
    public synchronized Duration left(ConnectorId connectorId) {
        long now = now();
        return Duration.ofMillis(Math.max(0, connectorLimitedUntil(connectorId) - now));
    }

    /** The time, on which everything that is kept here is from then on: what is limited stays limited for as long. */
    private long now() {
        Moment now = clock.now();
        if (now.jumpedMs() != jumpedMs) {
            move(now.jumpedMs());
        }
        return now.unixMs();
    }

    private synchronized void move(long to) {
        long ms = to - jumpedMs;
        limits.values()
                .forEach(ofConnector -> ofConnector.replaceAll((bucket, limit) ->
                        new RateLimit(bucket, limit.reason(), limit.sinceUnixMs() + ms, limit.untilUnixMs() + ms)));
        jumpedMs = to;
    }

    /** The connector is gone. */
    public void forget(ConnectorId connectorId) {
        limits.remove(connectorId);
        inARow.remove(connectorId);
    }
}
