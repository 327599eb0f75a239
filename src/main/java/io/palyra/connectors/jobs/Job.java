package io.palyra.connectors.jobs;

import io.palyra.connectors.lane.storage.DeadLetterStore.Filter;
import io.palyra.connectors.lane.storage.DeadLetterStore.Place;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.DeadLetterDecisions.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A decision about all dead letters of a connector that a filter lets through. Those that come after its start are not meant.
 *
 * @param filter also says which one is the last that is meant
 * @param place how far it has come
 * @param total how many there were at its start
 * @param done decided as asked
 * @param refused left as they are, because they cannot be replayed
 * @param error why it has failed
 * @param operator who has started it, as far as that was said
 * @param revision counts up with each step
 */
public record Job(
        String jobId,
        ConnectorId connectorId,
        Decision decision,
        Filter filter,
        JobState state,
        Place place,
        long total,
        long done,
        long refused,
        @Nullable String error,
        @Nullable String operator,
        long revision,
        long createdAtUnixMs,
        long updatedAtUnixMs,
        @Nullable Long finishedAtUnixMs) {

    /** After another step, with more before it. */
    Job moved(Place to, int moreDone, int moreRefused) {
        return with(JobState.RUNNING, to, total, done + moreDone, refused + moreRefused, null);
    }

    /** What others have decided since it was counted is none of its total. */
    Job allDone() {
        return with(JobState.DONE, place, done + refused, done, refused, null);
    }

    Job ended(JobState end, @Nullable String why) {
        return with(end, place, total, done, refused, why);
    }

    private Job with(JobState next, Place to, long inAll, long nowDone, long nowRefused, @Nullable String why) {
        return new Job(
                jobId,
                connectorId,
                decision,
                filter,
                next,
                to,
                inAll,
                nowDone,
                nowRefused,
                why,
                operator,
                revision,
                createdAtUnixMs,
                updatedAtUnixMs,
                finishedAtUnixMs);
    }
}
