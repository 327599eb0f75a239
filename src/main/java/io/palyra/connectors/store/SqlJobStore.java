package io.palyra.connectors.store;

import io.palyra.connectors.jobs.Job;
import io.palyra.connectors.jobs.JobState;
import io.palyra.connectors.jobs.JobStore;
import io.palyra.connectors.lane.storage.DeadLetterStore.Filter;
import io.palyra.connectors.lane.storage.DeadLetterStore.Place;
import io.palyra.connectors.lane.storage.DeadLetterStore.Stage;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.supervisor.DeadLetterDecisions.Decision;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Jobs in SQL. */
final class SqlJobStore implements JobStore {

    private final Reader reader;

    SqlJobStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public void add(Transaction transaction, Job job) {
        SqlTransaction.statements(transaction)
                .update(
                        "insert_job",
                        job.jobId(),
                        job.connectorId().value(),
                        job.decision().wireName(),
                        WireFormat.write(job.filter()),
                        job.state().wireName(),
                        job.place().stage().wireName(),
                        job.total(),
                        job.operator(),
                        job.createdAtUnixMs());
    }

    @Override
    public boolean move(Transaction transaction, Job job, long now) {
        return SqlTransaction.statements(transaction)
                        .update(
                                "move_job",
                                job.state().wireName(),
                                job.place().stage().wireName(),
                                job.place().laneId(),
                                job.place().sequence(),
                                job.done(),
                                job.refused(),
                                job.error(),
                                now,
                                job.state() == JobState.RUNNING ? null : now,
                                job.jobId(),
                                job.revision())
                == 1;
    }

    @Override
    public Optional<Job> find(Transaction transaction, String jobId) {
        return SqlTransaction.statements(transaction).first("find_job", SqlJobStore::map, jobId);
    }

    @Override
    public Optional<Job> find(String jobId) {
        return reader.read(statements -> statements.first("find_job", SqlJobStore::map, jobId));
    }

    @Override
    public List<Job> latest(int limit) {
        return reader.read(statements -> statements.query("latest_jobs", SqlJobStore::map, limit));
    }

    @Override
    public List<Job> running() {
        return reader.read(statements -> statements.query("running_jobs", SqlJobStore::map));
    }

    private static Job map(ResultSet row) throws SQLException {
        return new Job(
                row.getString("job_id"),
                ConnectorId.of(row.getString("connector_id")),
                Statements.word(Decision.class, row.getString("decision")),
                WireFormat.read(row.getString("filter"), Filter.class),
                Statements.word(JobState.class, row.getString("state")),
                new Place(
                        Statements.word(Stage.class, row.getString("stage")),
                        row.getLong("lane_id"),
                        row.getLong("sequence")),
                row.getLong("total"),
                row.getLong("done"),
                row.getLong("refused"),
                row.getString("error"),
                row.getString("operator"),
                row.getLong("revision"),
                row.getLong("created_at_unix_ms"),
                row.getLong("updated_at_unix_ms"),
                Statements.nullableLong(row, "finished_at_unix_ms"));
    }
}
