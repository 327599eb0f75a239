package io.palyra.connectors.store;

import org.jspecify.annotations.Nullable;

/**
 * The version of a store's schema beside the one that this program writes.
 *
 * @param stored null where there is no schema of this program
 * @param newer whether a newer version of this program has written it
 */
record StoredVersion(@Nullable String stored, String own, boolean newer) {

    static final String NONE = "there is no schema of this program; is it another program's, or was it never started?";

    /** What is wrong with it; null where this program can start on it. */
    @Nullable
    String problem() {
        if (stored == null) {
            return NONE;
        }
        return newer
                ? "the schema version is " + stored + ", written by a newer version of this program, which knows " + own
                        + "; use that version"
                : null;
    }
}
