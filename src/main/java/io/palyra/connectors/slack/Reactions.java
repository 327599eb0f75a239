package io.palyra.connectors.slack;

import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.reactions.ReactionsAddRequest;
import com.slack.api.methods.request.reactions.ReactionsRemoveRequest;
import io.palyra.connectors.platform.http.RequestException;
import java.time.Duration;

/** Puts the bot's reactions under messages, and takes them away. Thread safe; blocks. */
record Reactions(WebApi api) {

    /** @param name as {@link EmojiNames} gives it */
    void add(String channelId, String ts, String name, Duration deadline) throws RequestException {
        api.call(
                "reactions.add",
                RequestFormBuilder.toForm(ReactionsAddRequest.builder()
                        .channel(channelId)
                        .timestamp(ts)
                        .name(name)
                        .build()),
                deadline);
    }

    /** @param name as {@link EmojiNames} gives it */
    void remove(String channelId, String ts, String name, Duration deadline) throws RequestException {
        api.call(
                "reactions.remove",
                RequestFormBuilder.toForm(ReactionsRemoveRequest.builder()
                        .channel(channelId)
                        .timestamp(ts)
                        .name(name)
                        .build()),
                deadline);
    }
}
