package io.palyra.connectors.lane.storage;

import org.jspecify.annotations.Nullable;

/**
 * Conversations of a queue whose first message failed and waits for its next attempt.
 *
 * @param retrying for whatever reason
 * @param rateLimited because the platform asked to wait
 * @param rateLimitedUntilUnixMs when the first of those is due
 */
public record RetryBacklog(
        long retrying, long rateLimited, @Nullable Long rateLimitedUntilUnixMs) {}
