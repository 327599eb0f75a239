package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages that matched, or none if the preflight refused.
 *
 * @param matches at most 1000
 * @param nextBeforeMessageId where older matches go on, if there are any
 */
public record SearchResult(
        Preflight preflight,
        List<MessageRecord> matches,
        @Nullable MessageId nextBeforeMessageId) {
    @JsonCreator
    public SearchResult {
        Checks.required(preflight, "preflight");
        matches = Checks.list(matches, "matches", ReadResult.MESSAGES_MAX, Checks.EXCEEDS_SIZE_LIMIT);
    }
}
