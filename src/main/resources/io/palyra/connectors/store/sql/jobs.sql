-- What operators have started and what goes on by itself.

--: insert_job(job_id, connector_id, decision, filter, state, stage, total, operator, now)
INSERT INTO jobs (job_id, connector_id, decision, filter, state, stage, lane_id, sequence, total, done, refused, operator,
                  revision, created_at_unix_ms, updated_at_unix_ms)
VALUES (:job_id, :connector_id, :decision, :filter, :state, :stage, 0, 0, :total, 0, 0, :operator, 0, :now, :now)

--: find_job(job_id)
SELECT * FROM jobs WHERE job_id = :job_id

--: latest_jobs(limit)
SELECT * FROM jobs ORDER BY created_at_unix_ms DESC, job_id DESC LIMIT :limit

--: running_jobs
SELECT * FROM jobs {indexed_by(jobs_running)} WHERE state = 'running' ORDER BY created_at_unix_ms

-- Only from where it was when it was read.
--: move_job(state, stage, lane_id, sequence, done, refused, error, now, finished_at, job_id, revision)
UPDATE jobs
   SET state = :state, stage = :stage, lane_id = :lane_id, sequence = :sequence, done = :done, refused = :refused,
       error = :error, updated_at_unix_ms = :now, finished_at_unix_ms = :finished_at, revision = revision + 1
 WHERE job_id = :job_id AND revision = :revision AND state = 'running'
