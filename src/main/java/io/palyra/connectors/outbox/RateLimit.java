package io.palyra.connectors.outbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A limit that a platform has stated.
 *
 * @param bucket what it limits: {@link #EVERYTHING}, or a rate-limit bucket of the connector; its published name is older
 */
public record RateLimit(@JsonProperty("route") String bucket, String reason, long sinceUnixMs, long untilUnixMs) {

    /** The whole connector. */
    public static final String EVERYTHING = "";
}
