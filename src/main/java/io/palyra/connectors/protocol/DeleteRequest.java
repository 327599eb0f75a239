package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a message to be removed.
 *
 * @param reason for the platform's audit log; at most 512 bytes
 */
public record DeleteRequest(
        MessageLocator locator, @Nullable String reason) {
    public static final int REASON_BYTES_MAX = 512;

    @JsonCreator
    public DeleteRequest {
        Checks.required(locator, "locator");
        Checks.optionalLine(reason, "reason", REASON_BYTES_MAX);
    }
}
