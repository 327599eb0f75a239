package io.palyra.connectors.telegram;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of another program that asks for the same bot's updates. Telegram gives each update to one of both, and ends the one's
 * wait when the other asks: what one of them has confirmed, the other never sees. Thread safe, never blocks.
 */
final class Conflicts {

    /** Another program that is gone shows itself by silence: one that waits asks again within half a minute. */
    static final Duration QUIET = Duration.ofMinutes(1);

    /** For people. */
    static final String REASON =
            "another program polls with this token, and what it gets is lost to this one: end it, or give it"
                    + " a bot of its own";

    private static final Duration[] WAITS = {Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30)};

    private final Clock clock;
    private int number;
    private int inARow;
    private long firstAt;
    private long lastAt;

    /** @param clock one that the machine's clock does not move */
    Conflicts(Clock clock) {
        this.clock = clock;
    }

    /** Telegram has ended our wait. @return how long to leave it to the other one, which may be about to end */
    synchronized Duration met() {
        if (!isGoingOn()) {
            firstAt = clock.millis();
            inARow = 0;
        }
        lastAt = clock.millis();
        number++;
        return WAITS[Math.min(inARow++, WAITS.length - 1)];
    }

    private boolean isGoingOn() {
        return number > 0 && clock.millis() - lastAt < QUIET.toMillis();
    }

    /** For how long it has been so; empty while nobody else asks. */
    synchronized Optional<Duration> goingOnFor() {
        return isGoingOn() ? Optional.of(Duration.ofMillis(clock.millis() - firstAt)) : Optional.empty();
    }

    /**
     * Whether it has been so more than once: a single time is what a restart looks like, as Telegram still counts the poll of the
     * program that was there before.
     */
    synchronized boolean isRepeated() {
        return isGoingOn() && inARow > 1;
    }

    /** For operators. */
    synchronized Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("conflicts", number);
        if (number > 0) {
            view.put("last_conflict_age_ms", clock.millis() - lastAt);
        }
        return view;
    }
}
