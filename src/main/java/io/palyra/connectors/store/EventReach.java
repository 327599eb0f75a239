package io.palyra.connectors.store;

import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far back the log of one connector was looked through, and what was found in it. */
final class EventReach {

    private static final long CHUNK_MIN = 20;
    private static final long CHUNK_MAX = 4_000;
    private static final int GROWTH = 4;

    /** Numbers of events, from the first one up to before another one. */
    record Span(ConnectorId connectorId, long first, long before) {}

    /** An event by the time that orders it: its own, or that of a younger one of its connector if that is earlier. */
    record Placed(long place, LoggedEvent event) {}

    private final List<Placed> placed = new ArrayList<>();
    private long first;
    private long chunk;
    private long place = Long.MAX_VALUE;
    private boolean hasMore = true;
    private long given;
    private int givenCount;

    /** @param before the number before which to look */
    EventReach(long before, long firstChunk) {
        this.first = before;
        this.given = before;
        this.chunk = firstChunk;
    }

    /** All connectors together fill a page twice, each has a share of it. */
    static long firstChunk(int limit, int connectors) {
        return Math.max(CHUNK_MIN, connectors == 1 ? limit : 2L * limit / Math.max(connectors, 1));
    }

    /**
     * What is to be looked through next.
     *
     * @param most so many events at most, but for a few
     */
    Span extend(ConnectorId connectorId, long most) {
        long before = first;
        first = Math.max(1, before - Math.min(chunk, Math.max(CHUNK_MIN, most)));
        chunk = Math.max(chunk, Math.min(CHUNK_MAX, GROWTH * chunk));
        return new Span(connectorId, first, before);
    }

    /** The next older one that is wanted. */
    void add(LoggedEvent event) {
        place = Math.min(place, event.createdAtUnixMs());
        placed.add(new Placed(place, event));
    }

    /**
     * What was looked through ends here.
     *
     * @param oldest the time of the last one, wanted or not; null where none was there
     * @param tooOld what is older than this is not wanted
     */
    void ends(@Nullable Long oldest, boolean more, long tooOld) {
        place = oldest == null ? place : Math.min(place, oldest);
        hasMore = more && place >= tooOld;
    }

    boolean hasMore() {
        return hasMore;
    }

    /** What is younger was looked at. */
    long place() {
        return place;
    }

    /** Newest first. */
    List<Placed> placed() {
        return placed;
    }

    /** The caller gets the next one of those that were found. */
    void given(LoggedEvent event) {
        given = event.eventId();
        givenCount++;
    }

    boolean hasRest() {
        return hasMore || givenCount < placed.size();
    }

    /** The number before which there is something that the caller has not got. */
    long rest() {
        return givenCount < placed.size() ? given : first;
    }
}
