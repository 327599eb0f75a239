package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * Asks for a reaction to be added to a message, or for ours to be removed.
 *
 * @param emoji an emoji, or the platform's name of its own; at most 128 bytes
 */
public record ReactRequest(MessageLocator locator, String emoji) {
    public static final int EMOJI_BYTES_MAX = 128;

    @JsonCreator
    public ReactRequest {
        Checks.required(locator, "locator");
        Checks.line(emoji, "emoji", EMOJI_BYTES_MAX);
    }
}
