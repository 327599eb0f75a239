package io.palyra.connectors.events;

import io.palyra.connectors.cluster.Turns.Job;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Reads a route's events in order, and moves its position behind each that it has taken. Runs until {@link #end}. */
final class EventLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    /** Most events that are read at once. */
    private static final int PAGE = 200;

    /** Who takes the events. */
    @FunctionalInterface
    interface Taker {

        /** Blocks until the event is worked on; why it was not taken, null where it was. */
        @Nullable
        String give(LoggedEvent event);
    }

    private final EventService service;
    private final String routeId;
    private final EventSelection selection;
    private final EventPosition anew;
    private final OnFailure onFailure;
    private final Taker taker;
    private final Pauses pauses;

    /** That have failed, one after the other. */
    private int beginnings;

    /** @param anew where the route begins if it has no position yet */
    private EventLoop(
            EventService service,
            String routeId,
            EventSelection selection,
            EventPosition anew,
            OnFailure onFailure,
            Taker taker) {
        this.service = service;
        this.routeId = routeId;
        this.selection = selection;
        this.anew = anew;
        this.onFailure = onFailure;
        this.taker = taker;
        this.pauses = new Pauses(service.turns().lookInterval());
    }

    /**
     * To be called as the route starts, before it counts as started: a route without a position then misses nothing that
     * commits after this call. Blocks until the position is stored. If the store takes nothing at present, {@link #run} goes
     * on trying, with the same position; only a kill before that makes the route begin anew.
     *
     * @throws StoreUnavailableException where the store cannot even be read
     */
    static EventLoop begin(
            EventService service,
            String routeId,
            EventSelection selection,
            boolean fromBeginning,
            OnFailure onFailure,
            Taker taker) {
        EventPosition anew =
                fromBeginning ? EventPosition.BEGINNING : service.readers().end();
        EventLoop loop = new EventLoop(service, routeId, selection, anew, onFailure, taker);
        // Only stored here: another node may move the position until the turn comes here
        var unused = loop.tryBegin();
        return loop;
    }

    /** Returns at once; the event in hand is finished. */
    void end() {
        pauses.end();
    }

    @Override
    public void run() {
        try (EventFeed.Subscription subscription = service.feed().listen(selection, pauses::wake)) {
            while (pauses.isRunning()) {
                if (service.turns().isOurs(Job.EVENTS)) {
                    takeTurn();
                } else {
                    pauses.untilWoken();
                    pauses.forget();
                }
            }
        } catch (RuntimeException e) {
            LOG.error("Route {} reads no more events until it is started again", routeId, e);
        }
    }

    /** Until the route is stopped, or another program reads. */
    private void takeTurn() {
        service.turns().begins(Job.EVENTS);
        try {
            PositionKeeper positions = begun();
            if (positions != null) {
                follow(positions);
                positions.close();
            }
        } finally {
            service.turns().ended(Job.EVENTS);
        }
    }

    private boolean goesOn() {
        return pauses.isRunning() && service.turns().isOurs(Job.EVENTS);
    }

    /** Where the turn before has ended; null if the route was stopped, or its turn was over, before the store answered. */
    private @Nullable PositionKeeper begun() {
        PositionKeeper begun = null;
        while (begun == null && goesOn()) {
            if (beginnings > 0) {
                pauses.afterFailure(beginnings);
            }
            begun = tryBegin();
        }
        return begun;
    }

    /** Null where the store takes nothing at present. */
    private @Nullable PositionKeeper tryBegin() {
        try {
            PositionKeeper begun = PositionKeeper.begin(service, routeId, anew);
            beginnings = 0;
            return begun;
        } catch (StoreUnavailableException e) {
            beginnings++;
            LOG.atLevel(StoreLostException.isCauseOf(e) ? Level.DEBUG : Level.WARN)
                    .log("Route {} cannot store its position, this is tried again: {}", routeId, e.getMessage());
            return null;
        }
    }

    private void follow(PositionKeeper positions) {
        int failures = 0;
        while (goesOn()) {
            pauses.forget();
            try {
                EventPage page = service.readers().next(positions.position(), selection, PAGE);
                failures = 0;
                sayPurged(page.purged());
                if (giveAll(page, positions) && !page.more()) {
                    positions.rest();
                    pauses.untilWoken();
                }
            } catch (StoreUnavailableException e) {
                failures++;
                LOG.atLevel(StoreLostException.isCauseOf(e) ? Level.DEBUG : Level.WARN)
                        .log("Route {} cannot read events: {}", routeId, e.getMessage());
                pauses.afterFailure(failures);
            }
        }
    }

    private void sayPurged(long events) {
        if (events > 0) {
            LOG.warn(
                    "Route {} was away for longer than palyra.retention.events: up to {} events were deleted before it saw them",
                    routeId,
                    events);
        }
    }

    /** False where the route was stopped first. */
    private boolean giveAll(EventPage page, PositionKeeper positions) {
        for (LoggedEvent event : page.events()) {
            if (!give(event)) {
                return false;
            }
            positions.done(event);
        }
        positions.passed(page.through());
        return true;
    }

    /** False where the route was stopped before it took the event. */
    private boolean give(LoggedEvent event) {
        for (int failures = 1; goesOn(); failures++) {
            String reason = taker.give(event);
            if (reason == null) {
                return true;
            }
            if (pauses.isRunning()) {
                boolean skips = onFailure == OnFailure.skip;
                LOG.warn(
                        "Route {} failed with event {} of {}, {}: {}",
                        routeId,
                        event.eventId(),
                        event.connectorId(),
                        skips ? "which it does not get again" : "which is given again",
                        reason);
                if (skips) {
                    return true;
                }
                pauses.afterFailure(failures);
            }
        }
        return false;
    }
}
