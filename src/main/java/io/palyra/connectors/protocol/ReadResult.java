package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of messages, or none if the preflight refused.
 *
 * @param exactMessageId the one that was asked for by its id
 * @param messages at most 1000
 * @param nextBeforeMessageId where older messages go on, if there are any
 * @param nextAfterMessageId where newer messages go on, if there are any
 */
public record ReadResult(
        Preflight preflight,
        @JsonUnwrapped MessageTarget target,
        @Nullable MessageId exactMessageId,
        List<MessageRecord> messages,
        @Nullable MessageId nextBeforeMessageId,
        @Nullable MessageId nextAfterMessageId) {
    public static final int MESSAGES_MAX = 1000;

    @JsonCreator
    public ReadResult {
        Checks.required(preflight, "preflight");
        Checks.required(target, "conversation_id");
        messages = Checks.list(messages, "messages", MESSAGES_MAX, Checks.EXCEEDS_SIZE_LIMIT);
    }
}
