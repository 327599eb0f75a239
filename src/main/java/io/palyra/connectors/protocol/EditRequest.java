package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * Asks for another text of a message that the connector itself wrote.
 *
 * @param body not blank, at most 64 KiB
 */
public record EditRequest(MessageLocator locator, String body) {
    @JsonCreator
    public EditRequest {
        Checks.required(locator, "locator");
        Checks.text(body, "body", OutboundMessageRequest.TEXT_BYTES_MAX);
    }
}
