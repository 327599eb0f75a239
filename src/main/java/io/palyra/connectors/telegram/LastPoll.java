package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.platform.http.PlatformTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * When a bot's updates were asked for last, by Telegram's time, to within a few minutes: what is older than Telegram keeps, nobody
 * can read any more. For one thread.
 *
 * @see <a href="https://core.telegram.org/bots/api#getting-updates">Telegram: Getting updates</a>
 */
final class LastPoll {

    /** For so long Telegram keeps updates. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final String STREAM = "polled:";
    private static final Duration NOTED_EVERY = Duration.ofMinutes(5);

    private final CursorStore cursors;
    private final PlatformTime time;
    private final String stream;
    private Instant noted;

    /** @param stored the cursors of the store */
    LastPoll(CursorStore cursors, PlatformTime time, String botId, Map<String, String> stored) {
        this.cursors = cursors;
        this.time = time;
        this.stream = STREAM + botId;
        this.noted = Instant.ofEpochMilli(Long.parseLong(stored.getOrDefault(stream, "0")));
    }

    /** Telegram has answered. @return since when updates are lost up to a day ago; empty where none can be */
    Optional<Instant> polled() {
        Instant now = time.now().orElse(noted);
        Instant before = noted;
        if (Duration.between(before, now).abs().compareTo(NOTED_EVERY) >= 0) {
            noted = now;
            cursors.move(stream, String.valueOf(now.toEpochMilli()));
        }
        return before.equals(Instant.EPOCH) || Duration.between(before, now).compareTo(KEPT) <= 0
                ? Optional.empty()
                : Optional.of(before);
    }
}
