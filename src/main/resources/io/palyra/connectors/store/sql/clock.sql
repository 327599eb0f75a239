-- What the store knows of time, and how what waits is moved when the clock jumps.

--: time_seen
SELECT seen_at_unix_ms FROM store_clock

-- Nobody waits for another who does the same.
--: see_time(now)
UPDATE store_clock SET seen_at_unix_ms = {greatest(seen_at_unix_ms, :now)} WHERE id = {clock_that_is_free}

--: set_time_seen(now)
UPDATE store_clock SET seen_at_unix_ms = :now

--: clock_leaps
SELECT * FROM clock_leaps ORDER BY at_unix_ms

--: forget_clock_leaps
DELETE FROM clock_leaps

--: remember_clock_leap(at, ms, believed_at)
INSERT INTO clock_leaps (at_unix_ms, ms, believed_at_unix_ms) VALUES (:at, :ms, :believed_at)

-- Waits, leases, and since when a lane is claimed; 1 as a beginning means that nobody knows.
--: move_lanes(ms)
UPDATE lanes
   SET due_at = due_at + :ms,
       claimed_at = CASE WHEN owner IS NULL THEN claimed_at ELSE {greatest(claimed_at + :ms, 1)} END,
       interrupted = CASE WHEN interrupted = 0 THEN 0 ELSE {greatest(interrupted + :ms, 1)} END
 WHERE due_at IS NOT NULL OR interrupted > 0

-- A time of use in the future would keep an empty lane for as long.
--: lanes_used_later(now)
UPDATE lanes SET used_at = :now WHERE used_at > :now

--: lanes_claimed_earlier(ms)
UPDATE lanes
   SET claimed_at = {greatest(claimed_at - :ms, 1)},
       interrupted = CASE WHEN interrupted = 0 THEN 0 ELSE {greatest(interrupted - :ms, 1)} END
 WHERE owner IS NOT NULL OR interrupted > 0

--: move_waits(ms) for inbound, outbox
UPDATE {table} {indexed_by({table}_claimable)} SET next_attempt_unix_ms = next_attempt_unix_ms + :ms
 WHERE claimable = 1 AND next_attempt_unix_ms IS NOT NULL

--: move_unknown(ms)
UPDATE outbox {indexed_by(outbox_unknown)} SET unknown_since_unix_ms = {greatest(unknown_since_unix_ms + :ms, 1)}
 WHERE state = 'unknown' AND unknown_since_unix_ms IS NOT NULL

--: move_rate_limits(ms)
UPDATE rate_limits SET since_unix_ms = since_unix_ms + :ms, until_unix_ms = until_unix_ms + :ms

--: move_ends_of_access(ms) for access_requests, access_codes
UPDATE {table} SET expires_at_unix_ms = expires_at_unix_ms + :ms

--: move_ends_of_access_grants(ms)
UPDATE access_grants SET expires_at_unix_ms = expires_at_unix_ms + :ms WHERE expires_at_unix_ms IS NOT NULL

--: move_ends_of_approvals(ms)
UPDATE approvals SET expires_at_unix_ms = expires_at_unix_ms + :ms WHERE state IN ('requested', 'allowed')

--: move_times_of_access(ms) for access_wrong_codes, access_answers
UPDATE {table} SET at_unix_ms = at_unix_ms + :ms
