package io.palyra.connectors.session;

import io.palyra.connectors.protocol.Sha256;
import io.palyra.connectors.session.SessionStore.StoredSession;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sessions, finds them again, and ends them. Every node of a store knows all of them. Blocks; thread safe. */
public final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** How long one lasts at most. */
    public static final Duration LIFE = Duration.ofHours(12);

    /** How long one lasts in which nobody does anything. */
    public static final Duration REST = Duration.ofHours(1);

    /** Uses within this time are written once. */
    private static final Duration USE = Duration.ofMinutes(1);

    private static final int SECRET_BYTES = 32;
    private static final String SECRET = "[0-9a-f]{" + 2 * SECRET_BYTES + "}";

    private final SessionStore store;
    private final Transactions transactions;
    private final SteadyClock clock;
    private final SecureRandom random = new SecureRandom();

    public Sessions(SessionStore store, Transactions transactions, SteadyClock clock) {
        this.store = store;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * A new one; what has expired is forgotten.
     *
     * @param tokenKey derived from the token, so that the session ends where the token is another one
     */
    public Session open(String tokenName, String tokenKey) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        long now = clock.millis();
        transactions.run(transaction -> {
            store.forget(transaction, now - LIFE.toMillis(), now - REST.toMillis());
            store.open(transaction, id(secret), tokenName, tokenKey, now);
            return true;
        });
        return session(secret, new StoredSession(id(secret), tokenName, tokenKey, now, now));
    }

    /**
     * Of the sessions that these cookies are for, and that have not ended, the one that was opened last.
     *
     * @param counts whether it is one that may be used
     * @param isUse whether somebody does something, so that it lasts longer
     */
    public Optional<Session> newest(List<String> secrets, Predicate<Session> counts, boolean isUse) {
        long now = clock.millis();
        Optional<Session> newest = secrets.stream()
                .filter(secret -> secret.matches(SECRET))
                .flatMap(secret -> store.find(id(secret)).map(stored -> session(secret, stored)).stream())
                .filter(session -> session.expiresAtUnixMs() > now)
                .filter(counts)
                .max(Comparator.comparingLong(Session::openedAtUnixMs));
        return isUse ? newest.map(session -> use(session, now)) : newest;
    }

    private Session use(Session session, long now) {
        if (now - session.usedAtUnixMs() < USE.toMillis()) {
            return session;
        }
        // Whoever looks at something waits for no write
        try {
            var unused = transactions.write(transaction -> store.used(transaction, id(session.secret()), now));
        } catch (StoreUnavailableException e) {
            LOG.debug("That a session is used is not stored: {}", e.getMessage());
        }
        return session.used(now);
    }

    /** Also where there is none. */
    public void end(String secret) {
        transactions.run(transaction -> {
            store.end(transaction, id(secret));
            return true;
        });
    }

    /** @return how many there were */
    public int endAll(String tokenName) {
        return transactions.run(transaction -> store.endAll(transaction, tokenName));
    }

    private static Session session(String secret, StoredSession stored) {
        return new Session(
                secret,
                stored.tokenName(),
                stored.tokenKey(),
                Sha256.hex("csrf of " + secret),
                stored.createdAtUnixMs(),
                stored.usedAtUnixMs());
    }

    private static String id(String secret) {
        return Sha256.hex("session " + secret);
    }
}
