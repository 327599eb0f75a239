package io.palyra.connectors.platform.http;

import java.time.Duration;

/** When several requests that belong together have to have ended. */
public final class Deadline {

    private final Duration whole;
    private final long end;

    private Deadline(Duration whole) {
        this.whole = whole;
        this.end = System.nanoTime() + whole.toNanos();
    }

    public static Deadline in(Duration whole) {
        return new Deadline(whole);
    }

    /**
     * For the next one of them.
     *
     * @throws RequestException where nothing is left: it is not made
     */
    public Duration left() throws RequestException {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.toMillis() <= 0) {
            throw new RequestException(new RequestFailure.NotSent(
                    "the " + whole.toMillis() + " ms of the message were over before it could be sent"));
        }
        return left;
    }
}
