package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The updates that wait for the bot, by the rules of the Bot API server. Who waits for one waits on this object. Thread
 * safe.
 */
public final class UpdateQueue {

    static final Duration KEPT = Duration.ofHours(24);

    private static final int FUTURE_MAX = 10;
    private static final int EVENTS_MAX = 100_000;
    private static final int BYTES_MAX = 1 << 22;
    private static final int OVERHEAD_BYTES = 50;
    private static final int FIRST_ID = 550_000_001;
    private static final Set<String> OFF_BY_DEFAULT =
            Set.of("chat_member", "message_reaction", "message_reaction_count");

    private record Event(int id, ObjectNode json, int bytes, Instant until) {}

    private final Clock clock;
    private final Deque<Event> events = new ArrayDeque<>();
    private Set<String> allowed = Set.of();
    private int next = FIRST_ID;

    UpdateQueue(Clock clock) {
        this.clock = clock;
    }

    /** Adds one, unless its kind is not wanted; then it is lost. */
    synchronized void push(String kind, ObjectNode payload, Duration kept) {
        if (allowed.isEmpty() ? !OFF_BY_DEFAULT.contains(kind) : allowed.contains(kind)) {
            pushAnyway(kind, payload, kept);
        }
    }

    /** Adds one whatever the bot wants. */
    synchronized void pushAnyway(String kind, ObjectNode payload, Duration kept) {
        if (events.size() >= EVENTS_MAX) {
            return;
        }
        ObjectNode json = Json.object().put("update_id", next);
        json.set(kind, payload.deepCopy());
        events.addLast(new Event(
                next,
                json,
                OVERHEAD_BYTES + Json.bytes(json).length,
                clock.instant().plus(kept)));
        next++;
        notifyAll();
    }

    /** Which kinds are wanted from now on; empty for what is so by default. Holds until the bot asks for others. */
    synchronized void allow(Set<String> kinds) {
        allowed = new TreeSet<>(kinds);
    }

    /** What the bot asked for; empty for what is so by default. */
    public synchronized Set<String> allowed() {
        return Set.copyOf(allowed);
    }

    /** Where a poll begins that names no offset. */
    synchronized int head() {
        return events.isEmpty() ? next : events.getFirst().id();
    }

    /**
     * What is there from an offset on; what is before it is deleted. An offset too far ahead is ignored; one that lies
     * behind deletes nothing anyway.
     */
    synchronized List<ObjectNode> from(int offset, int limit) {
        Instant now = clock.instant();
        if (offset <= next + FUTURE_MAX) {
            while (!events.isEmpty() && events.getFirst().id() < offset) {
                events.removeFirst();
            }
        }
        List<ObjectNode> found = new ArrayList<>();
        int left = BYTES_MAX;
        for (Event event : events) {
            if (!event.until().isAfter(now)) {
                continue;
            }
            left -= event.bytes();
            if (found.size() >= limit || left <= 0) {
                break;
            }
            found.add(event.json().deepCopy());
        }
        return found;
    }

    /** Deletes all but the newest ones. */
    synchronized void keepNewest(int count) {
        while (events.size() > count) {
            events.removeFirst();
        }
    }

    /** How many are not confirmed, and not too old. */
    public synchronized int pending() {
        Instant now = clock.instant();
        return (int) events.stream().filter(event -> event.until().isAfter(now)).count();
    }

    /** As after a week of quiet: the ids go on from a random lower number. Wants all updates confirmed. */
    public synchronized void restartIds() {
        if (pending() > 0) {
            throw new IllegalStateException(pending() + " updates are not confirmed");
        }
        events.clear();
        next = ThreadLocalRandom.current().nextInt(1_000, next / 2);
    }
}
