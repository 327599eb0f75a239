package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Puts events in Slack's order while two sockets bring them: each keeps its own order, and either may be ahead of the other. An event
 * is held for a moment then, so that an older one comes before it. For one thread.
 */
final class Overlap {

    /** How far one socket may be behind the other; far less than the three seconds after which Slack sends an event again. */
    static final Duration HELD = Duration.ofMillis(500);

    private record Event(String ts, long number, long heldUntilNanos, Envelope envelope) {}

    private final Consumer<Envelope> next;
    private final PriorityQueue<Event> held =
            new PriorityQueue<>(Comparator.comparing(Event::ts, Ts::compare).thenComparing(Event::number));
    private long number;

    Overlap(Consumer<Envelope> next) {
        this.next = next;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    void hold(Envelope envelope, long nowNanos) {
        held.add(new Event(ts(envelope), number++, nowNanos + HELD.toNanos(), envelope));
    }

    /** What has no time comes first: nothing waits for it. */
    private static String ts(Envelope envelope) {
        JsonNode event = envelope.payload().path("event");
        String ts = text(event, text(event, "type").equals("message") ? "ts" : "event_ts");
        return Ts.isOne(ts) ? ts : Ts.ZERO;
    }

    /** Hands on what was held for long enough, and whatever is older than that. */
    void release(long nowNanos) {
        held.stream()
                .filter(event -> event.heldUntilNanos() - nowNanos <= 0)
                .map(Event::ts)
                .max(Ts::compare)
                .ifPresent(newest -> {
                    while (!held.isEmpty() && Ts.compare(held.element().ts(), newest) <= 0) {
                        next.accept(held.remove().envelope());
                    }
                });
    }
}
