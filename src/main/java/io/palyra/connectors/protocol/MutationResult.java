package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * How an edit, a deletion or a reaction ended.
 *
 * @param reason why it was denied or changed nothing
 * @param message the message afterwards, if it is known
 * @param diff what an edit changed
 */
public record MutationResult(
        Preflight preflight,
        MessageLocator locator,
        MutationStatus status,
        @Nullable String reason,
        @Nullable MessageRecord message,
        @Nullable MessageDiff diff) {
    @JsonCreator
    public MutationResult {
        Checks.required(preflight, "preflight");
        Checks.required(locator, "locator");
        Checks.required(status, "status");
        reason = Texts.optionalReason(reason, "reason");
    }
}
