package io.palyra.connectors.time;

import org.jspecify.annotations.Nullable;

/**
 * Time on the clock that nobody has seen pass.
 *
 * @param atUnixMs when it ended, on the clock as it is now
 * @param ms how much it was
 * @param believedAtUnixMs from then on it counts as time that has passed; null: never
 */
public record Leap(long atUnixMs, long ms, @Nullable Long believedAtUnixMs) {}
