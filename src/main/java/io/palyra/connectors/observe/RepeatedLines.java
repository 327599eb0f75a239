package io.palyra.connectors.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets the first line of a cause through, and one for the others of each minute: a flood of messages that fail alike is a line a
 * minute. Thread safe.
 *
 * @param <C> a cause, by its equality
 * @param <L> what is said of one of its cases
 */
final class RepeatedLines<C, L> {

    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Causes that are counted; one more is said each time. */
    private static final int CAUSES_MAX = 1_000;

    /**
     * What a cause has had since its last line.
     *
     * @param last of them
     */
    record Repeated<C, L>(C cause, L last, long count) {}

    private static final class Window<L> {
        private final long since;
        private long count;
        private L last;

        Window(long since, L first) {
            this.since = since;
            this.last = first;
        }
    }

    private final LongSupplier nanos;
    private final Map<C, Window<L>> windows = new HashMap<>();

    /** @param nanos as {@link System#nanoTime} */
    RepeatedLines(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @return whether it is to be said now; otherwise it is counted */
    synchronized boolean isFirst(C cause, L line) {
        Window<L> window = windows.get(cause);
        if (window == null) {
            if (windows.size() < CAUSES_MAX) {
                windows.put(cause, new Window<>(nanos.getAsLong(), line));
            }
            return true;
        }
        window.count++;
        window.last = line;
        return false;
    }

    /** What is to be said of windows that have ended; a cause that goes on begins another. */
    synchronized List<Repeated<C, L>> ended() {
        return ended(WINDOW.toNanos());
    }

    /** The same of all of them. */
    synchronized List<Repeated<C, L>> all() {
        return ended(0);
    }

    private List<Repeated<C, L>> ended(long after) {
        long now = nanos.getAsLong();
        List<Repeated<C, L>> ended = new ArrayList<>();
        Iterator<Map.Entry<C, Window<L>>> all = windows.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<C, Window<L>> entry = all.next();
            Window<L> window = entry.getValue();
            if (now - window.since >= after) {
                if (window.count > 0) {
                    ended.add(new Repeated<>(entry.getKey(), window.last, window.count));
                    entry.setValue(new Window<>(now, window.last));
                } else {
                    all.remove();
                }
            }
        }
        return ended;
    }
}
