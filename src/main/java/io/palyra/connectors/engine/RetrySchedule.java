package io.palyra.connectors.engine;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How often and after which waits one kind of failure is tried again. */
public interface RetrySchedule {

    /** No wait is shorter, whatever a policy or a platform says. */
    Duration SHORTEST_WAIT = Duration.ofMillis(250);

    /**
     * For so many attempts a wait that the platform states is taken at its word also where it is shorter than the
     * schedule's. After that it can only prolong it: a platform that says "0.3 s" again and again is not hammered.
     */
    int SHORT_WAITS_BELIEVED = 3;

    /** One attempt. */
    RetrySchedule NONE = new RetrySchedule() {
        @Override
        public boolean allowsAfter(int attempts) {
            return false;
        }

        @Override
        public Duration delayAfter(int attempts) {
            return SHORTEST_WAIT;
        }
    };

    /** Whether a message may be tried once more after so many attempts that failed for one cause. */
    boolean allowsAfter(int attempts);

    /** The schedule's own wait after so many attempts, at least 1; also beyond the last one that it allows. */
    Duration delayAfter(int attempts);

    /** The wait after so many attempts, whether or not another one is allowed. */
    default Duration waitAfter(int attempts, @Nullable Duration stated) {
        Duration wait = stated == null ? delayAfter(attempts) : stated;
        if (stated != null && attempts > SHORT_WAITS_BELIEVED) {
            wait = longer(stated, delayAfter(attempts));
        }
        return longer(wait, SHORTEST_WAIT);
    }

    /** The wait before the next attempt; empty where there is none. */
    default Optional<Duration> nextAfter(int attempts, @Nullable Duration stated) {
        return allowsAfter(attempts) ? Optional.of(waitAfter(attempts, stated)) : Optional.empty();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
