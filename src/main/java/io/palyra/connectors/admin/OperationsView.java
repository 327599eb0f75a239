package io.palyra.connectors.admin;

import io.palyra.connectors.access.AccessDesk.OpenRequests;
import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.lane.storage.RetryBacklog;
import io.palyra.connectors.outbox.RateLimit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an operator looks at when messages do not flow.
 *
 * @param accessRequests of people who wait for being let in
 */
record OperationsView(
        QueueView queue,
        Saturation saturation,
        RateLimits rateLimits,
        BlockedLanes blockedConversations,
        @Nullable Outages outages,
        OpenRequests accessRequests,
        @Nullable String lastAuthFailure) {

    /**
     * What the platform's rate limits hold up.
     *
     * @param limitedConversations whose first message waits because of one
     * @param nextAttemptUnixMs when the first of them is due
     * @param stated what the platform has limited beyond single conversations; an empty route is the whole connector
     */
    record RateLimits(long limitedConversations, @Nullable Long nextAttemptUnixMs, List<RateLimit> stated) {

        static RateLimits of(RetryBacklog retries, List<RateLimit> stated) {
            return new RateLimits(retries.rateLimited(), retries.rateLimitedUntilUnixMs(), stated);
        }
    }

    /**
     * What nothing gets through to.
     *
     * @param daemon of all connectors together
     */
    record Outages(@Nullable Outage platform, @Nullable Outage daemon) {

        static @Nullable Outages of(Optional<Outage> platform, Optional<Outage> daemon) {
            return platform.isEmpty() && daemon.isEmpty()
                    ? null
                    : new Outages(platform.orElse(null), daemon.orElse(null));
        }
    }
}
