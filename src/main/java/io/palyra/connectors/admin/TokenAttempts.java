package io.palyra.connectors.admin;

import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.server.Network;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits how fast an address can guess the admin token, or signatures that are made from it: ten wrong ones at once, then one
 * each second. A guess above that is not even compared. An address that has shown a right one within the last hour is not
 * limited, so that a mistyped script does not lock its operator out. For one thread.
 */
final class TokenAttempts {

    static final int AT_ONCE = 10;
    static final int ADDRESSES_MAX = 4096;

    private static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TELL_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long TRUST_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Of one address: when it may try as often as at first, until when it is not limited, or need not be named again. */
    private static final class Attempts {
        private long fullAgainAt;
        private long trustedUntil;
        private long toldUntil;

        Attempts(long now) {
            fullAgainAt = now;
            trustedUntil = now;
            toldUntil = now;
        }
    }

    private final LongSupplier nanoTime;
    private final Map<String, Attempts> byAddress = new RecentMap<>(ADDRESSES_MAX);

    TokenAttempts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a guess of this address may be looked at now. */
    boolean mayTry(String address) {
        Attempts attempts = byAddress.get(Network.of(address));
        return attempts == null || mayTry(attempts, nanoTime.getAsLong());
    }

    /** @return whether the address has to wait now, said once a minute */
    boolean wrong(String address) {
        long now = nanoTime.getAsLong();
        Attempts attempts = byAddress.computeIfAbsent(Network.of(address), unknown -> new Attempts(now));
        attempts.fullAgainAt = now + Math.max(attempts.fullAgainAt - now, 0) + REFILL_NANOS;
        if (mayTry(attempts, now) || attempts.toldUntil - now > 0) {
            return false;
        }
        attempts.toldUntil = now + TELL_NANOS;
        return true;
    }

    void right(String address) {
        long now = nanoTime.getAsLong();
        byAddress.computeIfAbsent(Network.of(address), unknown -> new Attempts(now)).trustedUntil = now + TRUST_NANOS;
    }

    private static boolean mayTry(Attempts attempts, long now) {
        return attempts.trustedUntil - now > 0 || attempts.fullAgainAt - now <= (AT_ONCE - 1) * REFILL_NANOS;
    }
}
