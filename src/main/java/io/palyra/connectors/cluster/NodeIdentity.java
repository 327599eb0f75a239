package io.palyra.connectors.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * This program as other programs on the same store see it.
 *
 * @param name no two that run have the same
 * @param version of the program
 * @param url where others reach its admin API; null: nowhere
 * @param lease how long it may be silent before others take it for lost
 */
public record NodeIdentity(
        String name, String version, @Nullable String url, Duration lease) {

    public static final Duration LEASE = Duration.ofSeconds(15);
}
