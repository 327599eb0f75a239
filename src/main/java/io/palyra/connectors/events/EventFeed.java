package io.palyra.connectors.events;

import io.palyra.connectors.transaction.Transaction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells readers, after the commit, that there is an event for them. Costs the store's writer a comparison for each reader. */
public final class EventFeed {

    private record Listener(EventSelection which, Runnable wake) {}

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Listens until the answer is closed.
     *
     * @param wake runs on a thread of the store's: must return at once
     */
    public Subscription listen(EventSelection which, Runnable wake) {
        Listener listener = new Listener(which, wake);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** An event was written in a transaction. */
    void appended(Transaction transaction, ConnectorEvent event) {
        for (Listener listener : listeners) {
            if (listener.which().matches(event)) {
                transaction.wakeAfterCommit(listener.wake());
            }
        }
    }

    /** Ends the listening. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
