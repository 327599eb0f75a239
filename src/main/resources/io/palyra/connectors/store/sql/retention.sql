-- What is deleted when it is settled and old.

-- The next rows in the order in which they were stored, settled or not.
--: next_to_purge(after, limit) for inbound, outbox
SELECT COUNT(*), MAX(sequence), MAX(created_at_unix_ms), MAX(settled_at_unix_ms)
  FROM (SELECT sequence, created_at_unix_ms, settled_at_unix_ms FROM {table}
         WHERE sequence > :after ORDER BY sequence LIMIT :limit) looked_at

-- Stamped while the clock was ahead: they would be kept until it shows that time again, and all that came after them too.
--: stamp_from_the_future(now, after, through) for inbound, outbox
UPDATE {table}
   SET created_at_unix_ms = CASE WHEN created_at_unix_ms > :now THEN :now ELSE created_at_unix_ms END,
       settled_at_unix_ms = CASE WHEN settled_at_unix_ms > :now THEN :now ELSE settled_at_unix_ms END
 WHERE sequence > :after AND sequence <= :through AND (created_at_unix_ms > :now OR settled_at_unix_ms > :now)

--: dead_letters_from_the_future(now, ahead, limit)
UPDATE dead_letters SET created_at_unix_ms = :now
 WHERE dead_letter_id IN (SELECT dead_letter_id FROM dead_letters WHERE created_at_unix_ms > :ahead LIMIT :limit)

--: purge_delivered(after, through, before)
DELETE FROM outbox
 WHERE sequence > :after AND sequence <= :through AND state = 'delivered' AND settled_at_unix_ms < :before

--: purge_dead_outbox(after, through, before)
DELETE FROM outbox
 WHERE sequence > :after AND sequence <= :through AND state = 'dead' AND settled_at_unix_ms < :before

--: purge_settled_inbound(after, through, before)
DELETE FROM inbound
 WHERE sequence > :after AND sequence <= :through AND state IN ('routed', 'not_routed') AND settled_at_unix_ms < :before
   AND {is_not_given_again}

--: purge_dead_inbound(after, through, before)
DELETE FROM inbound
 WHERE sequence > :after AND sequence <= :through AND state = 'dead' AND settled_at_unix_ms < :before
   AND {is_not_given_again}

--: purge_dead_letters(before, limit)
DELETE FROM dead_letters WHERE dead_letter_id IN (
    SELECT dead_letter_id FROM dead_letters WHERE created_at_unix_ms < :before
     ORDER BY created_at_unix_ms LIMIT :limit)

-- Of the oldest, those up to the first that is too young may go. An event has its time before it has its number, so of two
-- that several processes write, the later may have the lower number: none goes before those with lower numbers.
--: oldest_events(connector_id, before, limit)
SELECT MAX(event_id), MAX(created_at_unix_ms), MAX(CASE WHEN latest < :before THEN event_id END)
  FROM (SELECT event_id, created_at_unix_ms, MAX(created_at_unix_ms) OVER (ORDER BY event_id) AS latest
          FROM (SELECT event_id, created_at_unix_ms FROM connector_events
                 WHERE connector_id = :connector_id ORDER BY event_id LIMIT :limit) oldest) so_far

--: events_from_the_future(connector_id, now, through, ahead)
UPDATE connector_events SET created_at_unix_ms = :now
 WHERE connector_id = :connector_id AND event_id <= :through AND created_at_unix_ms > :ahead

-- The newest of a connector stays: whoever was away sees by its number that there have been others.
--: purge_events(connector_id, through)
DELETE FROM connector_events
 WHERE connector_id = :connector_id AND event_id <= :through
   AND event_id < (SELECT MAX(event_id) FROM connector_events WHERE connector_id = :connector_id)

-- The events behind such a position are gone, all of them.
--: forget_gone_positions(before)
DELETE FROM event_positions WHERE route_id IN (
    SELECT route_id FROM event_readers WHERE seen_at_unix_ms < :before)

--: forget_gone_readers(before)
DELETE FROM event_readers WHERE seen_at_unix_ms < :before

--: forget_finished_jobs(before)
DELETE FROM jobs WHERE finished_at_unix_ms < :before

--: forget_settled_approvals(before)
DELETE FROM approvals
 WHERE requested_at_unix_ms < :before
   AND approval_id NOT IN (
    SELECT approval_id FROM approvals WHERE state IN ('requested', 'allowed', 'used') AND outcome IS NULL)

--: idle_lanes(before, limit)
SELECT lane_id FROM lanes WHERE {is_idle_lane(:before)} LIMIT :limit

--: purge_lane(lane_id, before)
DELETE FROM lanes WHERE lane_id = :lane_id AND {is_idle_lane(:before)}
