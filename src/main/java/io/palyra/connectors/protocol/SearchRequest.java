package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the messages of a conversation that match every filter given; at least one is.
 *
 * @param query at most 1 KiB
 * @param limit above zero; a platform may give fewer
 */
public record SearchRequest(
        @JsonUnwrapped MessageTarget target,
        @Nullable String query,
        @Nullable SenderId authorId,
        @Nullable Boolean hasAttachments,
        @Nullable MessageId beforeMessageId,
        @JsonSetter(nulls = Nulls.FAIL) int limit) {
    public static final int QUERY_BYTES_MAX = 1024;

    @JsonCreator
    public SearchRequest {
        Checks.required(target, "conversation_id");
        Checks.optionalText(query, "query", QUERY_BYTES_MAX);
        if (query == null && authorId == null && hasAttachments == null) {
            throw new InvalidEnvelopeException(
                    "query", Checks.CANNOT_BE_EMPTY, "at least one of query, author_id and has_attachments is needed");
        }
        Checks.positive(limit, "limit");
    }
}
