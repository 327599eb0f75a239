package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.CursorStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which update of a bot is asked for next. Ids go up while something comes; after a week of quiet they may begin anew, lower: what
 * has come last counts, not what is highest. For one thread.
 *
 * @see <a href="https://core.telegram.org/bots/api#update">Telegram: update_id</a>
 */
final class UpdateCursor {

    private static final String STREAM = "updates:";

    private final CursorStore cursors;
    private final String stream;
    private @Nullable Long next;

    /** @param stored the cursors of the store; that of another bot is none of this one's */
    UpdateCursor(CursorStore cursors, String botId, Map<String, String> stored) {
        this.cursors = cursors;
        this.stream = STREAM + botId;
        String position = stored.get(stream);
        this.next = position == null ? null : Long.valueOf(position);
    }

    /** Null: the oldest that Telegram has. */
    @Nullable
    Long next() {
        return next;
    }

    /** Everything before it is admitted, or left out for good. */
    void move(long update) {
        if (next == null || next != update) {
            cursors.move(stream, String.valueOf(update));
            next = update;
        }
    }
}
