package io.palyra.connectors.events;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log as it grows, for any number of followers: one thread reads each event once for those who are at the end of the log,
 * and page by page for one who is behind. There is no thread while nobody follows. Thread safe.
 */
public final class EventTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);

    /** Most events that are read at once. */
    private static final int PAGE = 200;

    private static final EventSelection ALL = new EventSelection(List.of(), null, null);

    /**
     * What a follower wants to see.
     *
     * @param filter its {@code beforeId} is not looked at
     * @param only of this connector; null means any
     */
    public record Wanted(EventFilter filter, @Nullable ConnectorId only) {

        private EventSelection selection() {
            return new EventSelection(filter.types(), filter.level(), only);
        }

        private boolean isMet(LoggedEvent event) {
            return (only == null || only.equals(event.connectorId())) && filter.letsThrough(event);
        }
    }

    private final EventReaders readers;
    private final EventFeed feed;
    private final Duration lookInterval;
    private @Nullable Reading reading;

    /** @param lookInterval after which to look for what other programs have written */
    public EventTail(EventReaders readers, EventFeed feed, Duration lookInterval) {
        this.readers = readers;
        this.feed = feed;
        this.lookInterval = lookInterval;
    }

    /** The end of the log: what commits after the call is behind it. Reads on its own; may block. */
    public EventPosition end() {
        return readers.end();
    }

    /** Gives a follower what is behind a position, until the answer is closed. Returns at once. */
    public synchronized Following follow(EventPosition from, Wanted wanted, EventFollower follower) {
        Reading shared = reading;
        if (shared == null) {
            shared = new Reading();
            reading = shared;
            Thread thread = new Thread(shared, "palyra-event-tail");
            thread.setDaemon(true);
            thread.start();
        }
        Following following = new Following(shared, from, wanted, follower);
        shared.followings.add(following);
        following.wake();
        return following;
    }

    private synchronized void leave(Following following) {
        following.shared.followings.remove(following);
        if (following.shared.followings.isEmpty() && following.shared == reading) {
            close();
        }
    }

    /** Gives nobody anything any more. */
    @Override
    public synchronized void close() {
        if (reading != null) {
            reading.pauses.end();
            reading = null;
        }
    }

    /** Somebody who follows. */
    public final class Following implements AutoCloseable {

        private final Reading shared;
        private final Wanted wanted;
        private final EventFollower follower;
        private EventPosition position;
        private volatile boolean atEnd;

        private Following(Reading shared, EventPosition from, Wanted wanted, EventFollower follower) {
            this.shared = shared;
            this.position = from;
            this.wanted = wanted;
            this.follower = follower;
        }

        /** It has room again. */
        public void wake() {
            if (!atEnd) {
                shared.pauses.wake();
            }
        }

        @Override
        public void close() {
            leave(this);
        }

        /** @return whether there is more that it takes now */
        private boolean goOn(EventPage newest) {
            if (atEnd) {
                takeNewest(newest);
                return !atEnd && follower.hasRoom();
            }
            return follower.hasRoom() && catchUp();
        }

        private void takeNewest(EventPage newest) {
            List<LoggedEvent> events = newest.events().stream()
                    .filter(event -> event.eventId() > position.of(event.connectorId()) && wanted.isMet(event))
                    .toList();
            if (events.isEmpty() || follower.hasRoom()) {
                position = position.orLater(newest.through());
                follower.take(events, position);
            } else {
                atEnd = false;
            }
        }

        /** What is read here is read after the newest events were: who has all of it is not behind them. */
        private boolean catchUp() {
            EventPage page = readers.next(position, wanted.selection(), PAGE);
            if (page.purged() > 0) {
                position = readers.end();
                follower.missed(position);
                return true;
            }
            position = page.through();
            atEnd = !page.more();
            follower.take(page.events().stream().filter(wanted::isMet).toList(), position);
            return page.more();
        }
    }

    /** Runs as long as somebody follows. */
    private final class Reading implements Runnable {

        private final Pauses pauses = new Pauses(lookInterval);
        private final List<Following> followings = new CopyOnWriteArrayList<>();
        private @Nullable EventPosition end;

        @Override
        public void run() {
            int failures = 0;
            try (EventFeed.Subscription subscription = feed.listen(ALL, pauses::wake)) {
                while (pauses.isRunning()) {
                    pauses.forget();
                    try {
                        boolean more = turn();
                        failures = 0;
                        if (!more) {
                            pauses.untilWoken();
                        }
                    } catch (StoreUnavailableException e) {
                        failures++;
                        LOG.atLevel(failures > 1 || StoreLostException.isCauseOf(e) ? Level.DEBUG : Level.WARN)
                                .log("Event streams cannot read events: {}", e.getMessage());
                        pauses.afterFailure(failures);
                    } catch (RuntimeException e) {
                        failures++;
                        LOG.error("Event streams failed, and go on", e);
                        pauses.afterFailure(failures);
                    }
                }
            }
        }

        private boolean turn() {
            EventPosition from = end == null ? readers.end() : end;
            EventPage newest = readers.next(from, ALL, PAGE);
            end = newest.through();
            boolean more = newest.more();
            for (Following following : followings) {
                more |= following.goOn(newest);
            }
            return more;
        }
    }
}
