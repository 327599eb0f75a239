package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;

/** The text of a message before and after an edit; at most 128 KiB each, may be empty. */
public record MessageDiff(String beforeBody, String afterBody) {
    @JsonCreator
    public MessageDiff {
        Checks.content(beforeBody, "before_body", InboundMessageEvent.BODY_BYTES_MAX);
        Checks.content(afterBody, "after_body", InboundMessageEvent.BODY_BYTES_MAX);
    }
}
