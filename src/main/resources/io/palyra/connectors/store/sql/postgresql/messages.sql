-- What each message costs, for a whole group: each parameter is an array, and {asked} the table of those who ask. Locks are
-- taken in the order of the lanes.

-- What enters a lane wakes one that rests. When it was used is written once a minute, so that a busy one is only read.
--: enter_lane(direction text, connector_id text, conversation_id text, due_at bigint, used_at bigint)
INSERT INTO lanes (direction, connector_id, conversation_id, due_at, used_at)
SELECT direction, connector_id, conversation_id, MIN(due_at), MAX(used_at)
  FROM {asked} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
ON CONFLICT (direction, connector_id, conversation_id) DO UPDATE
   SET due_at = CASE WHEN lanes.held IS NULL THEN COALESCE(lanes.due_at, excluded.due_at) END,
       used_at = excluded.used_at
 WHERE lanes.due_at IS NULL AND lanes.held IS NULL OR lanes.used_at <= excluded.used_at - 60000

-- Of those who claim in one direction, all together at most as many lanes as the first of them says. Lanes that another
-- node has in hand at this moment are its own.
--: claim_lanes(owner text, lease_until bigint, now bigint, direction text, connector_id text, other_than bigint,
--:   lanes bigint, most bigint)
UPDATE lanes
   SET owner = due.owner, due_at = due.lease_until, claimed_at = due.now,
       interrupted = CASE WHEN lanes.owner IS NULL OR interrupted > 0 THEN interrupted ELSE claimed_at END
  FROM (SELECT a.*, l.lane_id, ROW_NUMBER() OVER (PARTITION BY a.direction ORDER BY a.n) AS place
          FROM {asked}
         CROSS JOIN LATERAL (SELECT lane_id FROM lanes
                              WHERE direction = a.direction AND connector_id = a.connector_id AND due_at <= a.now
                                AND lane_id <> a.other_than
                              ORDER BY due_at LIMIT a.lanes
                                FOR UPDATE SKIP LOCKED) l) due
 WHERE lanes.lane_id = due.lane_id AND due.place <= due.most
RETURNING lanes.lane_id, lanes.conversation_id, interrupted, n

--: first_inbound_of_lane(lane_id bigint, rows bigint)
SELECT r.*, a.n FROM {asked} CROSS JOIN LATERAL ({first_inbound(a.lane_id, a.rows)}) r ORDER BY r.sequence

--: first_outbox_of_lane(lane_id bigint, rows bigint)
SELECT r.*, a.n FROM {asked} CROSS JOIN LATERAL ({first_outbox(a.lane_id, a.rows)}) r ORDER BY r.sequence

--: first_not_before(lane_id bigint)
SELECT r.next_attempt_unix_ms, n
  FROM {asked}
 CROSS JOIN LATERAL (SELECT next_attempt_unix_ms FROM inbound
                      WHERE lane_id = a.lane_id AND claimable = 1 ORDER BY sequence LIMIT 1) r

--: renew_lane(lease_until bigint, lane_id bigint, owner text)
UPDATE lanes SET due_at = a.lease_until FROM {asked} WHERE lanes.lane_id = a.lane_id AND lanes.owner = a.owner

--: is_lane_held(lane_id bigint, owner text)
SELECT 1, n FROM {asked} JOIN lanes ON lanes.lane_id = a.lane_id AND lanes.owner = a.owner

--: earliest_due(direction text, connector_id text)
SELECT l.due_at, n
  FROM {asked}
 CROSS JOIN LATERAL (SELECT due_at FROM lanes
                      WHERE direction = a.direction AND connector_id = a.connector_id AND due_at IS NOT NULL
                      ORDER BY due_at LIMIT 1) l

-- Gives a lane back that has nothing to deliver. With OFFSET it is asked of each lane, and not of all that waits.
--: rest_lane(now bigint, lane_id bigint, owner text) for inbound, outbox
UPDATE lanes SET owner = NULL, due_at = NULL, interrupted = 0, used_at = a.now
  FROM {asked}
 WHERE lanes.lane_id = a.lane_id AND lanes.owner = a.owner
   AND NOT EXISTS (SELECT 1 FROM {table} r WHERE r.lane_id = lanes.lane_id AND r.claimable = 1 OFFSET 0)
RETURNING n

--: release_lane(interrupted bigint, due_at bigint, lane_id bigint, owner text) for inbound, outbox
UPDATE lanes
   SET owner = NULL, interrupted = a.interrupted,
       due_at = CASE WHEN EXISTS (SELECT 1 FROM {table} r WHERE r.lane_id = lanes.lane_id AND r.claimable = 1)
                     THEN a.due_at END
  FROM {asked}
 WHERE lanes.lane_id = a.lane_id AND lanes.owner = a.owner

-- Not where an operator has meanwhile decided about the unknown outcome that was to hold it.
--: hold_lane(reason text, lane_id bigint, owner text)
UPDATE lanes SET owner = NULL, due_at = NULL, interrupted = 0, held = a.reason
  FROM {asked}
 WHERE lanes.lane_id = a.lane_id AND lanes.owner = a.owner
   AND (a.reason <> 'unknown_outcome'
        OR EXISTS (SELECT 1 FROM outbox o
                    WHERE o.connector_id = lanes.connector_id AND o.lane_id = lanes.lane_id
                      AND o.state = 'unknown' AND o.claimable = 0))
RETURNING n

--: insert_inbound(connector_id text, conversation_id text, envelope_id text, payload text, now bigint)
WITH asked AS MATERIALIZED (
  SELECT * FROM {asked}
), stored AS (
  INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, created_at_unix_ms)
  SELECT {lane(inbound, asked.connector_id, asked.conversation_id)}, connector_id, envelope_id, payload, 'pending', now
    FROM asked ORDER BY n
  ON CONFLICT (connector_id, envelope_id) DO NOTHING
  RETURNING connector_id, envelope_id
)
{first_of_stored}

--: insert_inbound_put_off(connector_id text, conversation_id text, envelope_id text, payload text, now bigint,
--:   until bigint, reason text)
WITH asked AS MATERIALIZED (
  SELECT * FROM {asked}
), stored AS (
  INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, created_at_unix_ms, next_attempt_unix_ms,
                       reason)
  SELECT {lane(inbound, asked.connector_id, asked.conversation_id)}, connector_id, envelope_id, payload, 'pending', now,
         until, reason
    FROM asked ORDER BY n
  ON CONFLICT (connector_id, envelope_id) DO NOTHING
  RETURNING connector_id, envelope_id
)
{first_of_stored}

--: inbound_routed(attempts bigint, reason text, route_key text, enqueued_outbound bigint, now bigint, sequence bigint)
UPDATE inbound
   SET state = 'routed', claimable = 0, attempts = a.attempts, reason = a.reason, route_key = a.route_key,
       enqueued_outbound = a.enqueued_outbound, next_attempt_unix_ms = NULL, settled_at_unix_ms = a.now
  FROM {asked}
 WHERE inbound.sequence = a.sequence

--: inbound_not_routed(attempts bigint, reason text, now bigint, sequence bigint)
UPDATE inbound
   SET state = 'not_routed', claimable = 0, attempts = a.attempts, reason = a.reason, next_attempt_unix_ms = NULL,
       settled_at_unix_ms = a.now
  FROM {asked}
 WHERE inbound.sequence = a.sequence

--: inbound_waiting(attempts bigint, free_tries bigint, attempts_by_cause text, reason text, next_attempt bigint,
--:   sequence bigint)
UPDATE inbound
   SET attempts = a.attempts, free_tries = a.free_tries, attempts_by_cause = a.attempts_by_cause, reason = a.reason,
       next_attempt_unix_ms = a.next_attempt
  FROM {asked}
 WHERE inbound.sequence = a.sequence

--: inbound_dead(attempts bigint, reason text, now bigint, sequence bigint)
UPDATE inbound
   SET state = 'dead', claimable = 0, attempts = a.attempts, reason = a.reason, next_attempt_unix_ms = NULL,
       settled_at_unix_ms = a.now
  FROM {asked}
 WHERE inbound.sequence = a.sequence

-- Not a further part of a message that is known: it may have had fewer.
--: insert_outbox(connector_id text, conversation_id text, envelope_id text, message_id text, payload text, now bigint)
WITH asked AS MATERIALIZED (
  SELECT * FROM {asked}
   WHERE a.message_id IS NULL
      OR NOT EXISTS (SELECT 1 FROM outbox o WHERE o.connector_id = a.connector_id AND o.envelope_id = a.message_id)
), stored AS (
  INSERT INTO outbox (lane_id, connector_id, envelope_id, message_id, payload, state, created_at_unix_ms)
  SELECT {lane(outbound, asked.connector_id, asked.conversation_id)}, connector_id, envelope_id, message_id, payload,
         'pending', now
    FROM asked ORDER BY n
  ON CONFLICT (connector_id, envelope_id) DO NOTHING
  RETURNING connector_id, envelope_id
)
{first_of_stored}

-- Also where an operator has decided otherwise meanwhile: the platform has it.
--: outbox_delivered(native_message_id text, attempts bigint, now bigint, sequence bigint)
UPDATE outbox
   SET state = 'delivered', claimable = 0, native_message_id = a.native_message_id, attempts = a.attempts,
       next_attempt_unix_ms = NULL, reason = NULL, retry_class = NULL, settled_at_unix_ms = a.now
  FROM {asked}
 WHERE outbox.sequence = a.sequence

--: outbox_waiting(attempts bigint, free_tries bigint, attempts_by_cause text, retry_class text, reason text,
--:   next_attempt bigint, unknown_since bigint, sequence bigint, unknown_before bigint)
UPDATE outbox
   SET attempts = a.attempts, free_tries = a.free_tries, attempts_by_cause = a.attempts_by_cause,
       retry_class = a.retry_class, reason = a.reason, next_attempt_unix_ms = a.next_attempt,
       state = CASE WHEN a.unknown_since IS NULL THEN 'pending' ELSE 'unknown' END,
       unknown_since_unix_ms = a.unknown_since
  FROM {asked}
 WHERE outbox.sequence = a.sequence AND {is_undecided(a.unknown_before)}
RETURNING n

--: outbox_unknown(attempts bigint, reason text, unknown_since bigint, sequence bigint, unknown_before bigint)
UPDATE outbox
   SET state = 'unknown', claimable = 0, attempts = a.attempts, reason = a.reason, next_attempt_unix_ms = NULL,
       unknown_since_unix_ms = a.unknown_since
  FROM {asked}
 WHERE outbox.sequence = a.sequence AND {is_undecided(a.unknown_before)}
RETURNING n

--: outbox_dead(attempts bigint, reason text, now bigint, sequence bigint, unknown_before bigint)
UPDATE outbox
   SET state = 'dead', claimable = 0, attempts = a.attempts, reason = a.reason, next_attempt_unix_ms = NULL,
       settled_at_unix_ms = a.now
  FROM {asked}
 WHERE outbox.sequence = a.sequence AND {is_undecided(a.unknown_before)}
RETURNING n

-- Events are numbered in the order in which transactions commit, whichever process they are of: who has taken numbers of a
-- connector has its row locked until the end, and those who come later wait for it. They take the rows in one order.
--: insert_event(connector_id text, event_type text, level text, message text, details text, now bigint)
WITH asked AS MATERIALIZED (
  SELECT * FROM {asked}
), numbered AS (
  INSERT INTO event_numbers (connector_id, last)
  SELECT connector_id, COUNT(*) FROM asked GROUP BY 1 ORDER BY 1
  ON CONFLICT (connector_id) DO UPDATE SET last = event_numbers.last + excluded.last
  RETURNING connector_id, last
)
INSERT INTO connector_events (connector_id, event_id, event_type, level, message, details, created_at_unix_ms)
SELECT connector_id, last + 1 - ROW_NUMBER() OVER (PARTITION BY connector_id ORDER BY n DESC),
       event_type, level, message, details, now
  FROM asked JOIN numbered USING (connector_id)
 ORDER BY n

--: insert_dead_letter(connector_id text, envelope_id text, direction text, reason text, payload text, now bigint)
INSERT INTO dead_letters (connector_id, envelope_id, direction, reason, payload, created_at_unix_ms)
SELECT connector_id, envelope_id, direction, reason, payload, now FROM {asked} ORDER BY n

--: outbox_refused(sequence bigint)
UPDATE outbox SET refusals = refusals + 1 FROM {asked} WHERE outbox.sequence = a.sequence

--: others_passed(connector_id text, sequence bigint)
UPDATE outbox SET others_passed = 1
  FROM {asked}
 WHERE outbox.connector_id = a.connector_id AND refusals > 0 AND claimable = 1 AND others_passed = 0
   AND outbox.sequence <> a.sequence
RETURNING n

--: save_rate_limit(connector_id text, route text, reason text, since bigint, until bigint)
INSERT INTO rate_limits (connector_id, route, reason, since_unix_ms, until_unix_ms)
SELECT DISTINCT ON (connector_id, route) connector_id, route, reason, since, until
  FROM {asked} ORDER BY connector_id, route, n DESC
ON CONFLICT (connector_id, route) DO UPDATE
   SET reason = excluded.reason, since_unix_ms = excluded.since_unix_ms, until_unix_ms = excluded.until_unix_ms

--: forget_ended_rate_limits(now bigint)
DELETE FROM rate_limits WHERE until_unix_ms < (SELECT MIN(now) FROM {asked})

-- An adapter that is being stopped may still move a cursor when its instance is gone: not into the next one's life. Of
-- several moves the last holds.
--: move_cursor(connector_id text, stream text, position text, conversation_id text, read_again_from bigint, now bigint)
INSERT INTO connector_cursors
       (connector_id, stream, position, conversation_id, read_again_from_unix_ms, updated_at_unix_ms)
SELECT DISTINCT ON (connector_id, stream) connector_id, stream, position, conversation_id, read_again_from, now
  FROM {asked}
  JOIN connector_instances USING (connector_id)
 ORDER BY connector_id, stream, n DESC
ON CONFLICT (connector_id, stream) DO UPDATE
   SET position = excluded.position, conversation_id = excluded.conversation_id,
       read_again_from_unix_ms = excluded.read_again_from_unix_ms,
       updated_at_unix_ms = excluded.updated_at_unix_ms
