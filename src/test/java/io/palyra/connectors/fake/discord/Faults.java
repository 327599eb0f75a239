package io.palyra.connectors.fake.discord;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The script of what goes wrong. A request takes the first fault that is left for its method and path, in the order in
 * which they were written. Thread safe.
 */
public final class Faults {

    /** The path that messages are posted to. */
    public static final String MESSAGES = "/channels/{channel}/messages";

    private static final int FOR_EVER = Integer.MAX_VALUE;

    private record Entry(String method, PathPattern pattern, Fault fault, AtomicInteger left) {

        boolean take(RestRequest request) {
            return method.equals(request.method())
                    && pattern.match(request.path()).isPresent()
                    && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
        }
    }

    private final List<Entry> script = new CopyOnWriteArrayList<>();

    /** @param path below {@code /api/v10}; a name in braces stands for any segment */
    public Faults next(String method, String path, Fault fault) {
        return times(1, method, path, fault);
    }

    /** The next post of a message to any channel. */
    public Faults nextPost(Fault fault) {
        return next("POST", MESSAGES, fault);
    }

    public Faults always(String method, String path, Fault fault) {
        return times(FOR_EVER, method, path, fault);
    }

    public Faults times(int times, String method, String path, Fault fault) {
        script.add(new Entry(method, new PathPattern(path), fault, new AtomicInteger(times)));
        return this;
    }

    public void clear() {
        script.clear();
    }

    /** How many faults wait for a request; {@link #always} counts as one. */
    public int left() {
        return script.stream()
                .mapToInt(entry -> entry.left.get() > FOR_EVER / 2 ? 1 : entry.left.get())
                .sum();
    }

    Optional<Fault> take(RestRequest request) {
        return script.stream().filter(entry -> entry.take(request)).findFirst().map(Entry::fault);
    }
}
