package io.palyra.connectors.platform.session;

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
 * Which accounts this program's instances are, as the platform says who a token belongs to. Several instances may be one account:
 * each has a session of its own and hears everything, and the platform counts the beginnings of their sessions, and their requests,
 * together. One for all instances of a kind. Thread safe, never blocks.
 */
public final class SameAccount {

    private final LongSupplier nanoTime;
    private final Map<String, Set<String>> instances = new HashMap<>();
    private final Map<String, Long> begunAt = new HashMap<>();
    private final Map<String, RequestPace> paces = new HashMap<>();

    /** @param nanoTime monotonic, as {@link System#nanoTime()} */
    public SameAccount(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The pace of an account, which is the same for all its instances; that of the instance that asks first where they differ.
     *
     * @param account what is known of it before it has logged in, such as a part of its token that is no secret
     */
    public synchronized RequestPace pace(String account, int perSecond) {
        return paces.computeIfAbsent(account, key -> new RequestPace(perSecond, nanoTime));
    }

    /** The instance has logged in. */
    public synchronized void loggedIn(String account, ConnectorId instance) {
        instances.computeIfAbsent(account, id -> new TreeSet<>()).add(instance.value());
    }

    /**
     * The instance logs in, unless another one has: where the platform gives each event to one session of an account alone.
     *
     * @return the others; empty: it has logged in
     */
    public synchronized List<String> logInAlone(String account, ConnectorId instance) {
        List<String> others = others(account, instance);
        if (others.isEmpty()) {
            loggedIn(account, instance);
        }
        return others;
    }

    /** The instance closes its session. */
    public synchronized void loggedOut(String account, ConnectorId instance) {
        instances.getOrDefault(account, new TreeSet<>()).remove(instance.value());
    }

    /** The other instances that are logged in as this account. */
    public synchronized List<String> others(String account, ConnectorId instance) {
        return instances.getOrDefault(account, Set.of()).stream()
                .filter(other -> !other.equals(instance.value()))
                .toList();
    }

    /**
     * How long to wait before a session of the account is begun; zero: its turn is now, and is taken by this.
     *
     * @param spacing from the begin of one session to that of the next
     */
    public synchronized Duration takeTurn(String account, Duration spacing) {
        long now = nanoTime.getAsLong();
        Long last = begunAt.get(account);
        Duration wait = last == null ? Duration.ZERO : spacing.minusNanos(now - last);
        if (!wait.isNegative() && !wait.isZero()) {
            return wait;
        }
        begunAt.put(account, now);
        return Duration.ZERO;
    }
}
