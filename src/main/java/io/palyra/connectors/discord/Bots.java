package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestPace;
import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Which bots this program's instances are, as Discord says who a token belongs to. Several instances may be one bot: each has
 * a session of its own and hears everything, and Discord counts the beginnings of their sessions, and their requests,
 * together. Thread safe, never blocks.
 */
final class Bots {

    private final LongSupplier nanoTime;
    private final Map<String, Set<String>> instances = new HashMap<>();
    private final Map<String, Long> begunAt = new HashMap<>();
    private final Map<String, RequestPace> paces = new HashMap<>();

    Bots(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The pace of a bot, which is the same for all its instances; that of the instance that asks first where they differ.
     *
     * @param token its first part says whose it is, and is no secret
     */
    synchronized RequestPace pace(String token, int perSecond) {
        return paces.computeIfAbsent(token.split("\\.", 2)[0], bot -> new RequestPace(perSecond, nanoTime));
    }

    /** The instance has logged in. */
    synchronized void loggedIn(String botId, ConnectorId instance) {
        instances.computeIfAbsent(botId, id -> new TreeSet<>()).add(instance.value());
    }

    synchronized void loggedOut(String botId, ConnectorId instance) {
        instances.getOrDefault(botId, new TreeSet<>()).remove(instance.value());
    }

    /** The other instances that are logged in as this bot. */
    synchronized List<String> others(String botId, ConnectorId instance) {
        return instances.getOrDefault(botId, Set.of()).stream()
                .filter(other -> !other.equals(instance.value()))
                .toList();
    }

    /** How long to wait before a session of the bot is begun; zero: its turn is now, and is taken by this. */
    synchronized Duration takeTurn(String botId) {
        long now = nanoTime.getAsLong();
        Long last = begunAt.get(botId);
        Duration wait = last == null ? Duration.ZERO : SessionStarts.SPACING.minusNanos(now - last);
        if (!wait.isNegative() && !wait.isZero()) {
            return wait;
        }
        begunAt.put(botId, now);
        return Duration.ZERO;
    }
}
