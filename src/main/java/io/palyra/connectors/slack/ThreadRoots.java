package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.platform.http.Deadline;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which message began the thread that a message is in. That never changes, so that it is asked once. Thread safe; blocks only
 * where Slack is asked.
 */
final class ThreadRoots {

    /** The messages that were used last; any other is asked for again. */
    private static final int KNOWN_MAX = 10_000;

    private final History history;
    private final Map<String, String> roots = Collections.synchronizedMap(new RecentMap<>(KNOWN_MAX));

    ThreadRoots(WebApi api) {
        this.history = new History(api);
    }

    /** What a message says of itself. */
    void learned(String channelId, JsonNode message) {
        String ts = message.path("ts").asText();
        roots.put(key(channelId, ts), root(message, ts));
    }

    /**
     * The first message of the thread of a message; the message itself where it is in none, as it would begin one.
     *
     * @return empty where Slack does not show the message: it is gone, or the bot may not read there
     */
    Optional<String> of(String channelId, String ts, Deadline deadline) throws RequestException {
        String known = roots.get(key(channelId, ts));
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> asked = ask(channelId, ts, deadline);
        asked.ifPresent(root -> roots.put(key(channelId, ts), root));
        return asked;
    }

    private Optional<String> ask(String channelId, String ts, Deadline deadline) throws RequestException {
        List<JsonNode> messages;
        try {
            messages = history.whole(
                            History.Range.of(channelId, ts, ts)
                                    .in(ts)
                                    .including()
                                    .limit(2),
                            deadline.left())
                    .messages();
        } catch (RequestException e) {
            if (e.failure() instanceof RequestFailure.Refused || Scope.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
        // The thread's first message may stand before the one that was asked for
        for (JsonNode message : messages) {
            if (message.path("ts").asText().equals(ts)) {
                return Optional.of(root(message, ts));
            }
        }
        return messages.isEmpty() ? Optional.empty() : Optional.of(root(messages.get(0), ts));
    }

    private static String root(JsonNode message, String ts) {
        String thread = message.path("thread_ts").asText();
        return Ts.isOne(thread) ? thread : ts;
    }

    private static String key(String channelId, String ts) {
        return channelId + ":" + ts;
    }
}
