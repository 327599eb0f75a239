-- How many messages there were, minute by minute.

--: save_message_minute(minute, connector_id, direction, run_id, accepted, delivered, retries, dead, unknown, depth,
--:   oldest_age_ms, latencies)
INSERT INTO message_minutes (minute_unix_ms, connector_id, direction, run_id, accepted, delivered, retries, dead, unknown,
                             depth, oldest_age_ms, latencies)
VALUES (:minute, :connector_id, :direction, :run_id, :accepted, :delivered, :retries, :dead, :unknown, :depth,
        :oldest_age_ms, :latencies)
ON CONFLICT (minute_unix_ms, connector_id, direction, run_id) DO UPDATE
   SET accepted = excluded.accepted, delivered = excluded.delivered, retries = excluded.retries, dead = excluded.dead,
       unknown = excluded.unknown, depth = excluded.depth, oldest_age_ms = excluded.oldest_age_ms,
       latencies = excluded.latencies

--: save_program_minute(minute, run_id)
INSERT INTO program_minutes (minute_unix_ms, run_id) VALUES (:minute, :run_id) ON CONFLICT DO NOTHING

-- Of the connectors from first to last.
--: message_minutes(from, to, first, last)
SELECT * FROM message_minutes
 WHERE minute_unix_ms >= :from AND minute_unix_ms < :to AND connector_id BETWEEN :first AND :last

--: program_minutes(from, to)
SELECT DISTINCT minute_unix_ms FROM program_minutes WHERE minute_unix_ms >= :from AND minute_unix_ms < :to

-- The ten oldest minutes that are there.
--: purge_minutes(before) for message_minutes, program_minutes
DELETE FROM {table}
 WHERE minute_unix_ms < :before AND minute_unix_ms < (SELECT MIN(minute_unix_ms) FROM {table}) + 600000
