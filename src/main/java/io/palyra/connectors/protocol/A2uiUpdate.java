package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * A change to a surface that an agent draws beside the conversation.
 *
 * @param surface at most 128 bytes
 * @param patchJson at most 128 KiB
 */
public record A2uiUpdate(String surface, JsonValue patchJson) {
    public static final int SURFACE_BYTES_MAX = 128;

    @JsonCreator
    public A2uiUpdate {
        Checks.line(surface, "surface", SURFACE_BYTES_MAX);
        Checks.required(patchJson, "patch_json");
    }
}
