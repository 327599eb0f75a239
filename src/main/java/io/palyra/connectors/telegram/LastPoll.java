package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.platform.http.PlatformTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/**
 * When a bot's updates were asked for last, by Telegram's time, to within a few minutes: what is older than Telegram keeps, nobody
 * can read any more. For one thread.
 *
 * @see <a href="https://core.telegram.org/bots/api#getting-updates">Telegram: Getting updates</a>
 */
final class LastPoll {

    /** Updates of which nobody can know any more. */
    record Lost(Instant since, Instant until) {}

    /** For so long Telegram keeps updates. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final String STREAM = "polled:";
    private static final Duration NOTED_EVERY = Duration.ofMinutes(5);

    private final CursorStore cursors;
    private final PlatformTime time;
    private final String stream;
    private final Consumer<Lost> onLost;
    private Instant noted;

    /**
     * @param stored the cursors of the store
     * @param onLost told before that is forgotten: once, or again where the store or the program fails in between
     */
    LastPoll(CursorStore cursors, PlatformTime time, String botId, Map<String, String> stored, Consumer<Lost> onLost) {
        this.cursors = cursors;
        this.time = time;
        this.stream = STREAM + botId;
        this.onLost = onLost;
        this.noted = Instant.ofEpochMilli(Long.parseLong(stored.getOrDefault(stream, "0")));
    }

    /** Telegram has answered. */
    void polled() {
        Instant now = time.now().orElse(noted);
        if (Duration.between(noted, now).abs().compareTo(NOTED_EVERY) < 0) {
            return;
        }
        Instant kept = now.minus(KEPT);
        if (!noted.equals(Instant.EPOCH) && noted.isBefore(kept)) {
            onLost.accept(new Lost(noted, kept));
        }
        cursors.move(stream, String.valueOf(now.toEpochMilli()));
        noted = now;
    }
}
