package io.palyra.connectors.admin;

import io.palyra.connectors.jobs.Job;
import io.palyra.connectors.jobs.JobState;
import io.palyra.connectors.protocol.ConnectorId;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands.
 *
 * @param type as that of an {@link Action}
 * @param total how many messages it was about at its start
 * @param done decided as asked so far
 * @param refused left as they are so far, because they cannot be tried again
 * @param error why it has failed
 */
record JobView(
        String jobId,
        String type,
        ConnectorId connectorId,
        JobState state,
        long total,
        long done,
        long refused,
        @Nullable String error,
        @Nullable String operator,
        long createdAtUnixMs,
        long updatedAtUnixMs,
        @Nullable Long finishedAtUnixMs) {

    static JobView of(Job job) {
        return new JobView(
                job.jobId(),
                DeadLetterCalls.type(job.decision()),
                job.connectorId(),
                job.state(),
                job.total(),
                job.done(),
                job.refused(),
                job.error(),
                job.operator(),
                job.createdAtUnixMs(),
                job.updatedAtUnixMs(),
                job.finishedAtUnixMs());
    }
}
