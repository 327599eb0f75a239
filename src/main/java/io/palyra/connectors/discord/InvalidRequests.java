package io.palyra.connectors.discord;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Counts the requests that Discord holds against us, and stops before it does: 10,000 answers of 401, 403 or 429 in ten
 * minutes have an address banned. Thread safe.
 *
 * @see <a href="https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans">Discord:
 *     Invalid Request Limit</a>
 */
final class InvalidRequests {

    static final Duration WINDOW = Duration.ofMinutes(10);

    /** A tenth of what Discord takes, as other programs may share the address. */
    static final int MAX_IN_WINDOW = 1_000;

    private final Clock clock;
    private final Deque<Long> times = new ArrayDeque<>();

    InvalidRequests(Clock clock) {
        this.clock = clock;
    }

    synchronized void count() {
        times.addLast(clock.millis());
        forgetOld();
    }

    /** Requests in the window. */
    synchronized int recent() {
        forgetOld();
        return times.size();
    }

    /** Why nothing is sent, while that is so. */
    Optional<RestFailure.Withheld> storm() {
        int recent = recent();
        return recent < MAX_IN_WINDOW
                ? Optional.empty()
                : Optional.of(new RestFailure.Withheld("Discord refused " + recent + " requests in "
                        + WINDOW.toMinutes() + " minutes; sending stops before it bans this address"));
    }

    private void forgetOld() {
        long oldest = clock.millis() - WINDOW.toMillis();
        while (!times.isEmpty() && (times.getFirst() < oldest || times.size() > MAX_IN_WINDOW)) {
            times.removeFirst();
        }
    }
}
