package io.palyra.connectors.admin;

import io.palyra.connectors.outbox.RetryBacklog;
import org.jspecify.annotations.Nullable;

/** What an operator looks at when messages do not flow. */
record OperationsView(
        QueueView queue,
        Saturation saturation,
        RateLimits rateLimits,
        @Nullable String lastAuthFailure) {

    /**
     * What the platform's rate limits hold up.
     *
     * @param limitedConversations whose first message waits because of one
     * @param nextAttemptUnixMs when the first of them is due
     */
    record RateLimits(long limitedConversations, @Nullable Long nextAttemptUnixMs) {

        static RateLimits of(RetryBacklog retries) {
            return new RateLimits(retries.rateLimited(), retries.rateLimitedUntilUnixMs());
        }
    }
}
