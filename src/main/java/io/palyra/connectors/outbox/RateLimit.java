package io.palyra.connectors.outbox;

/**
 * A limit that a platform has stated.
 *
 * @param bucket what it limits: {@link #EVERYTHING}, or a rate-limit bucket of the connector
 */
public record RateLimit(String bucket, String reason, long sinceUnixMs, long untilUnixMs) {

    /** The whole connector. */
    public static final String EVERYTHING = "";
}
