package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * Asks for messages of a conversation: one by its id, or a page, which at most one cursor places; without any, the
 * newest.
 *
 * @param limit above zero; a platform may give fewer
 */
public record ReadRequest(
        @JsonUnwrapped MessageTarget target,
        @Nullable MessageId messageId,
        @Nullable MessageId beforeMessageId,
        @Nullable MessageId afterMessageId,
        @Nullable MessageId aroundMessageId,
        @JsonSetter(nulls = Nulls.FAIL) int limit) {
    @JsonCreator
    public ReadRequest {
        Checks.required(target, "conversation_id");
        Checks.positive(limit, "limit");
        String place = messageId == null ? null : "message_id";
        place = onlyPlace(place, beforeMessageId, "before_message_id");
        place = onlyPlace(place, afterMessageId, "after_message_id");
        onlyPlace(place, aroundMessageId, "around_message_id");
    }

    /** The newest messages. */
    public static ReadRequest newest(MessageTarget target, int limit) {
        return new ReadRequest(target, null, null, null, null, limit);
    }

    private static @Nullable String onlyPlace(@Nullable String stated, @Nullable MessageId cursor, String field) {
        if (cursor == null) {
            return stated;
        }
        if (stated != null) {
            throw new InvalidEnvelopeException(field, "cannot be combined with " + stated);
        }
        return field;
    }
}
