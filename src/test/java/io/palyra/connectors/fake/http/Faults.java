package io.palyra.connectors.fake.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The script of what goes wrong. A request takes the first fault that is left for it, in the order in
 * which they were written. Thread safe.
 */
public final class Faults {

    private static final int FOR_EVER = Integer.MAX_VALUE;

    private record Entry(Predicate<RestRequest> holds, Fault fault, AtomicInteger left) {

        boolean take(RestRequest request) {
            return holds.test(request) && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
        }
    }

    private final List<Entry> script = new CopyOnWriteArrayList<>();
    private final String posts;

    /** @param posts the path that messages are posted to */
    public Faults(String posts) {
        this.posts = posts;
    }

    /** @param path below the base of the API; a name in braces stands for any segment */
    public Faults next(String method, String path, Fault fault) {
        return times(1, method, path, fault);
    }

    /** The next post of a message to any channel. */
    public Faults nextPost(Fault fault) {
        return next("POST", posts, fault);
    }

    public Faults always(String method, String path, Fault fault) {
        return times(FOR_EVER, method, path, fault);
    }

    public Faults times(int times, String method, String path, Fault fault) {
        PathPattern pattern = new PathPattern(path);
        return times(
                times,
                request -> method.equals(request.method())
                        && pattern.match(request.path()).isPresent(),
                fault);
    }

    public Faults next(Predicate<RestRequest> holds, Fault fault) {
        return times(1, holds, fault);
    }

    public Faults always(Predicate<RestRequest> holds, Fault fault) {
        return times(FOR_EVER, holds, fault);
    }

    public Faults times(int times, Predicate<RestRequest> holds, Fault fault) {
        script.add(new Entry(holds, fault, new AtomicInteger(times)));
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
