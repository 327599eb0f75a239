package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.CursorStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What outlives the program of its gateway sessions, so that a program that ends again and again right after its start does
 * not use the day's sessions up: when the last one began, unless it was closed in order. Beside the cursors. Thread safe.
 */
final class StartRecord {

    private static final String STREAM = "last-session";

    /**
     * @param shortLived sessions in a row before it that did not last
     * @param ago how long ago it began
     */
    record Last(int shortLived, Duration ago) {}

    private final CursorStore cursors;
    private final Clock clock;

    StartRecord(CursorStore cursors, Clock clock) {
        this.cursors = cursors;
        this.clock = clock;
    }

    /**
     * Empty also where it began later than now: the clock was wrong then, or is.
     *
     * @param positions those of the store
     */
    Optional<Last> last(Map<String, String> positions) {
        String stored = positions.get(STREAM);
        if (stored == null) {
            return Optional.empty();
        }
        String[] parts = stored.split(" ", -1);
        Duration ago = Duration.ofMillis(clock.millis() - Long.parseLong(parts[1]));
        return ago.isNegative() ? Optional.empty() : Optional.of(new Last(Integer.parseInt(parts[0]), ago));
    }

    void began(int shortLived) {
        cursors.move(STREAM, shortLived + " " + clock.millis());
    }

    void closed() {
        cursors.forget(STREAM);
    }
}
