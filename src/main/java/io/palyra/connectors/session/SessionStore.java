package io.palyra.connectors.session;

import io.palyra.connectors.transaction.Transaction;
import java.util.Optional;

/** Keeps sessions of the console. */
public interface SessionStore {

    /**
     * One of them.
     *
     * @param id the SHA-256 of what its cookie holds, in hexadecimal
     * @param tokenName of the token that it was opened with
     * @param tokenKey derived from that token
     */
    record StoredSession(String id, String tokenName, String tokenKey, long createdAtUnixMs, long usedAtUnixMs) {}

    void open(Transaction transaction, String id, String tokenName, String tokenKey, long now);

    /** Reads on its own; may block. */
    Optional<StoredSession> find(String id);

    void used(Transaction transaction, String id, long now);

    void end(Transaction transaction, String id);

    /** @return how many there were */
    int endAll(Transaction transaction, String tokenName);

    void forget(Transaction transaction, long createdBefore, long usedBefore);
}
