package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Upload;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that the fake accepted from the bot.
 *
 * @param request the JSON of the request, as it came
 */
public record Posted(String id, String channelId, String content, JsonNode request, List<Upload> files) {

    public Posted {
        files = List.copyOf(files);
    }

    public Optional<String> nonce() {
        return text(request.path("nonce"));
    }

    /** The id of the message that it replies to. */
    public Optional<String> replyTo() {
        return text(request.path("message_reference").path("message_id"));
    }

    /** What it was allowed to mention; null when the request says nothing, and then everybody is. */
    public @Nullable JsonNode allowedMentions() {
        return request.get("allowed_mentions");
    }

    private static Optional<String> text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node.asText());
    }
}
