package io.palyra.connectors.events;

import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores how far a route has come, without holding it up: at most one write is on its way, and the next one carries all that
 * was done meanwhile. After a kill the route gets again what it was done with since the last commit.
 */
final class PositionKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(PositionKeeper.class);

    /** How often a route that rests says that it is there, and what it has passed over. */
    private static final Duration REST_INTERVAL = Duration.ofMinutes(10);

    private final EventService service;
    private final String routeId;
    private EventPosition position;
    private EventPosition stored;
    private long storedAt = System.nanoTime();
    private boolean underway;
    private @Nullable CompletableFuture<Boolean> last;

    private PositionKeeper(EventService service, String routeId, EventPosition position) {
        this.service = service;
        this.routeId = routeId;
        this.position = position;
        this.stored = position;
    }

    /**
     * Blocks until it is stored that there is such a route.
     *
     * @param anew where the route begins if it has no position yet
     * @throws StoreUnavailableException where the position can be neither read nor stored
     */
    static PositionKeeper begin(EventService service, String routeId, EventPosition anew) {
        EventPosition position = service.transactions().run(transaction -> service.readers()
                .begin(transaction, routeId, anew, service.clock().millis()));
        return new PositionKeeper(service, routeId, position);
    }

    synchronized EventPosition position() {
        return position;
    }

    /** The route is done with an event. */
    synchronized void done(LoggedEvent event) {
        position = position.after(event.connectorId(), event.eventId());
        store();
    }

    /** What the route does not want is behind it; stored with the next thing that is done, or now and then. */
    synchronized void passed(EventPosition through) {
        position = through;
    }

    synchronized void rest() {
        if (System.nanoTime() - storedAt >= REST_INTERVAL.toNanos()) {
            store();
        }
    }

    /** Stores the rest and waits for it. */
    void close() {
        try {
            CompletableFuture<Boolean> before;
            synchronized (this) {
                before = last;
            }
            if (before != null) {
                Transactions.await(before.exceptionally(failure -> false));
            }
            if (!stored().equals(position())) {
                Transactions.await(write(position()));
            }
        } catch (StoreUnavailableException e) {
            LOG.info(
                    "The position of route {} is not stored; it gets its last events again: {}",
                    routeId,
                    e.getMessage());
        }
    }

    private synchronized EventPosition stored() {
        return stored;
    }

    private void store() {
        if (underway) {
            return;
        }
        underway = true;
        storedAt = System.nanoTime();
        EventPosition next = position;
        try {
            last = write(next).whenComplete((written, failure) -> written(next, failure == null));
        } catch (StoreUnavailableException e) {
            underway = false;
            LOG.debug("The position of route {} is not stored: {}", routeId, e.getMessage());
        }
    }

    private CompletableFuture<Boolean> write(EventPosition next) {
        EventPosition before = stored();
        return service.transactions().write(transaction -> service.readers()
                .move(transaction, routeId, before, next, service.clock().millis()));
    }

    private synchronized void written(EventPosition next, boolean isStored) {
        underway = false;
        if (isStored) {
            stored = next;
            if (!position.equals(next)) {
                store();
            }
        }
    }
}
