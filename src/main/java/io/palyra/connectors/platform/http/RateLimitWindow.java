package io.palyra.connectors.platform.http;

import java.time.Duration;

/**
 * What an answer announces of a limit.
 *
 * @param remaining requests until it is used up
 * @param resetAfter until it is full again
 */
public record RateLimitWindow(long remaining, Duration resetAfter) {}
