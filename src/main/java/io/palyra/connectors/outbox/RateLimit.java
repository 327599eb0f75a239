package io.palyra.connectors.outbox;

/**
 * A limit that a platform has stated.
 *
 * @param route what it limits: {@link #EVERYTHING}, or a rate-limit route of the connector
 */
public record RateLimit(String route, String reason, long sinceUnixMs, long untilUnixMs) {

    /** The whole connector. */
    public static final String EVERYTHING = "";
}
