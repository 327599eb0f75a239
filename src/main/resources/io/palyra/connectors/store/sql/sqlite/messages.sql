-- What each message costs: a statement for one. Other databases have them for a whole group.

-- Writes only a lane that is new or rests: how many it writes tells whether the lane had something to deliver.
--: enter_lane(direction, connector_id, conversation_id, due_at, used_at)
INSERT INTO lanes (direction, connector_id, conversation_id, due_at, used_at)
VALUES (:direction, :connector_id, :conversation_id, :due_at, :used_at)
ON CONFLICT (direction, connector_id, conversation_id) DO UPDATE
   SET due_at = CASE WHEN lanes.held IS NULL THEN COALESCE(lanes.due_at, excluded.due_at) END,
       used_at = excluded.used_at
 WHERE lanes.due_at IS NULL AND lanes.held IS NULL

--: claim_lanes(owner, lease_until, now, direction, connector_id, other_than, lanes, most)
UPDATE lanes
   SET owner = :owner, due_at = :lease_until, claimed_at = :now, used_at = :now,
       interrupted = CASE WHEN owner IS NULL OR interrupted > 0 THEN interrupted ELSE claimed_at END
 WHERE lane_id IN (SELECT lane_id FROM lanes
                    WHERE direction = :direction AND connector_id = :connector_id AND due_at <= :now
                      AND lane_id <> :other_than
                    ORDER BY due_at LIMIT MIN(:lanes, :most))
RETURNING lane_id, conversation_id, interrupted

--: first_inbound_of_lane(lane_id, rows)
SELECT sequence, envelope_id, payload, attempts, free_tries, attempts_by_cause, created_at_unix_ms,
       NULL AS unknown_since_unix_ms, NULL AS retry_class
  FROM inbound
 WHERE lane_id = :lane_id AND claimable = 1 ORDER BY sequence LIMIT :rows

--: first_outbox_of_lane(lane_id, rows)
SELECT sequence, envelope_id, payload, attempts, free_tries, attempts_by_cause, created_at_unix_ms,
       unknown_since_unix_ms, retry_class
  FROM outbox
 WHERE lane_id = :lane_id AND claimable = 1 ORDER BY sequence LIMIT :rows

--: first_not_before(lane_id)
SELECT next_attempt_unix_ms FROM inbound WHERE lane_id = :lane_id AND claimable = 1 ORDER BY sequence LIMIT 1

--: renew_lane(lease_until, lane_id, owner)
UPDATE lanes SET due_at = :lease_until WHERE lane_id = :lane_id AND owner = :owner

--: is_lane_held(lane_id, owner)
SELECT 1 FROM lanes WHERE lane_id = :lane_id AND owner = :owner

--: earliest_due(direction, connector_id)
SELECT due_at FROM lanes
 WHERE direction = :direction AND connector_id = :connector_id AND due_at IS NOT NULL
 ORDER BY due_at LIMIT 1

-- Gives a lane back that has nothing to deliver.
--: rest_lane(now, lane_id, owner) for inbound, outbox
UPDATE lanes SET owner = NULL, due_at = NULL, interrupted = 0, used_at = :now
 WHERE lane_id = :lane_id AND owner = :owner
   AND NOT EXISTS (SELECT 1 FROM {table} r WHERE r.lane_id = lanes.lane_id AND r.claimable = 1)

--: release_lane(interrupted, due_at, lane_id, owner) for inbound, outbox
UPDATE lanes
   SET owner = NULL, interrupted = :interrupted,
       due_at = CASE WHEN EXISTS (SELECT 1 FROM {table} r WHERE r.lane_id = lanes.lane_id AND r.claimable = 1)
                     THEN CAST(:due_at AS BIGINT) END
 WHERE lane_id = :lane_id AND owner = :owner

-- Not where an operator has meanwhile decided about the unknown outcome that was to hold it.
--: hold_lane(reason, lane_id, owner)
UPDATE lanes SET owner = NULL, due_at = NULL, interrupted = 0, held = :reason
 WHERE lane_id = :lane_id AND owner = :owner
   AND (CAST(:reason AS TEXT) <> 'unknown_outcome'
        OR EXISTS (SELECT 1 FROM outbox o
                    WHERE o.connector_id = lanes.connector_id AND o.lane_id = lanes.lane_id
                      AND o.state = 'unknown' AND o.claimable = 0))

--: insert_inbound(connector_id, conversation_id, envelope_id, payload, now)
INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, created_at_unix_ms)
VALUES ({lane(inbound, :connector_id, :conversation_id)}, :connector_id, :envelope_id, :payload, 'pending', :now)
ON CONFLICT (connector_id, envelope_id) DO NOTHING

--: insert_inbound_put_off(connector_id, conversation_id, envelope_id, payload, now, until, reason)
INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, created_at_unix_ms, next_attempt_unix_ms, reason)
VALUES ({lane(inbound, :connector_id, :conversation_id)}, :connector_id, :envelope_id, :payload, 'pending', :now, :until,
        :reason)
ON CONFLICT (connector_id, envelope_id) DO NOTHING

--: inbound_routed(attempts, reason, route_key, enqueued_outbound, now, sequence)
UPDATE inbound
   SET state = 'routed', claimable = 0, attempts = :attempts, reason = :reason, route_key = :route_key,
       enqueued_outbound = :enqueued_outbound, next_attempt_unix_ms = NULL, settled_at_unix_ms = :now
 WHERE sequence = :sequence

--: inbound_not_routed(attempts, reason, now, sequence)
UPDATE inbound
   SET state = 'not_routed', claimable = 0, attempts = :attempts, reason = :reason, next_attempt_unix_ms = NULL,
       settled_at_unix_ms = :now
 WHERE sequence = :sequence

--: inbound_waiting(attempts, free_tries, attempts_by_cause, reason, next_attempt, sequence)
UPDATE inbound
   SET attempts = :attempts, free_tries = :free_tries, attempts_by_cause = :attempts_by_cause, reason = :reason,
       next_attempt_unix_ms = :next_attempt
 WHERE sequence = :sequence

--: inbound_dead(attempts, reason, now, sequence)
UPDATE inbound
   SET state = 'dead', claimable = 0, attempts = :attempts, reason = :reason, next_attempt_unix_ms = NULL,
       settled_at_unix_ms = :now
 WHERE sequence = :sequence

--: insert_outbox(connector_id, conversation_id, envelope_id, message_id, payload, now)
INSERT INTO outbox (lane_id, connector_id, envelope_id, message_id, payload, state, created_at_unix_ms)
VALUES ({lane(outbound, :connector_id, :conversation_id)}, :connector_id, :envelope_id, :message_id, :payload, 'pending',
        :now)
ON CONFLICT (connector_id, envelope_id) DO NOTHING

-- Also where an operator has decided otherwise meanwhile: the platform has it.
--: outbox_delivered(native_message_id, attempts, now, sequence)
UPDATE outbox
   SET state = 'delivered', claimable = 0, native_message_id = :native_message_id, attempts = :attempts,
       next_attempt_unix_ms = NULL, reason = NULL, retry_class = NULL, settled_at_unix_ms = :now
 WHERE sequence = :sequence

--: outbox_waiting(attempts, free_tries, attempts_by_cause, retry_class, reason, next_attempt,
--:   unknown_since, sequence, unknown_before)
UPDATE outbox
   SET attempts = :attempts, free_tries = :free_tries, attempts_by_cause = :attempts_by_cause,
       retry_class = :retry_class, reason = :reason, next_attempt_unix_ms = :next_attempt,
       state = CASE WHEN CAST(:unknown_since AS BIGINT) IS NULL THEN 'pending' ELSE 'unknown' END,
       unknown_since_unix_ms = :unknown_since
 WHERE sequence = :sequence AND {is_undecided(:unknown_before)}

--: outbox_unknown(attempts, reason, unknown_since, sequence, unknown_before)
UPDATE outbox
   SET state = 'unknown', claimable = 0, attempts = :attempts, reason = :reason, next_attempt_unix_ms = NULL,
       unknown_since_unix_ms = :unknown_since
 WHERE sequence = :sequence AND {is_undecided(:unknown_before)}

--: outbox_dead(attempts, reason, now, sequence, unknown_before)
UPDATE outbox
   SET state = 'dead', claimable = 0, attempts = :attempts, reason = :reason, next_attempt_unix_ms = NULL,
       settled_at_unix_ms = :now
 WHERE sequence = :sequence AND {is_undecided(:unknown_before)}

--: insert_event(connector_id, event_id, event_type, level, message, details, now)
INSERT INTO connector_events (connector_id, event_id, event_type, level, message, details, created_at_unix_ms)
VALUES (:connector_id, :event_id, :event_type, :level, :message, :details, :now)

--: insert_dead_letter(connector_id, envelope_id, direction, reason, payload, now)
INSERT INTO dead_letters (connector_id, envelope_id, direction, reason, payload, created_at_unix_ms)
VALUES (:connector_id, :envelope_id, :direction, :reason, :payload, :now)

--: outbox_refused(sequence)
UPDATE outbox SET refusals = refusals + 1 WHERE sequence = :sequence

--: others_passed(connector_id, sequence)
UPDATE outbox SET others_passed = 1
 WHERE connector_id = :connector_id AND refusals > 0 AND claimable = 1 AND others_passed = 0 AND sequence <> :sequence

--: save_rate_limit(connector_id, route, reason, since, until)
INSERT INTO rate_limits (connector_id, route, reason, since_unix_ms, until_unix_ms)
VALUES (:connector_id, :route, :reason, :since, :until)
ON CONFLICT (connector_id, route) DO UPDATE
   SET reason = excluded.reason, since_unix_ms = excluded.since_unix_ms, until_unix_ms = excluded.until_unix_ms

--: forget_ended_rate_limits(now)
DELETE FROM rate_limits WHERE until_unix_ms < :now

-- An adapter that is being stopped may still move a cursor when its instance is gone: not into the next one's life.
--: move_cursor(connector_id, stream, position, conversation_id, read_again_from, now)
INSERT INTO connector_cursors
       (connector_id, stream, position, conversation_id, read_again_from_unix_ms, updated_at_unix_ms)
SELECT connector_id, CAST(:stream AS TEXT), CAST(:position AS TEXT), CAST(:conversation_id AS TEXT),
       CAST(:read_again_from AS BIGINT), CAST(:now AS BIGINT)
  FROM connector_instances WHERE connector_id = :connector_id
ON CONFLICT (connector_id, stream) DO UPDATE
   SET position = excluded.position, conversation_id = excluded.conversation_id,
       read_again_from_unix_ms = excluded.read_again_from_unix_ms,
       updated_at_unix_ms = excluded.updated_at_unix_ms
