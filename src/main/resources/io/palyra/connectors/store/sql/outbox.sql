-- The outbox: what is to be sent, and how it stands.

--: take_out_of_outbox(connector_id, envelope_id)
DELETE FROM outbox WHERE connector_id = :connector_id AND envelope_id = :envelope_id

-- Envelopes are a JSON array.
--: revive_outbox(connector_id, envelopes, state)
UPDATE outbox
   SET state = 'pending', claimable = 1, attempts = 0, free_tries = 0, attempts_by_cause = NULL,
       next_attempt_unix_ms = NULL, retry_class = NULL, settled_at_unix_ms = NULL, unknown_since_unix_ms = NULL,
       refusals = 0, others_passed = 0
 WHERE connector_id = :connector_id AND {is_among(envelope_id, :envelopes)} AND state = :state
RETURNING envelope_id, lane_id

--: give_up_unknown(reason, now, connector_id, envelope_id)
UPDATE outbox
   SET state = 'dead', claimable = 0, reason = :reason, next_attempt_unix_ms = NULL, settled_at_unix_ms = :now
 WHERE connector_id = :connector_id AND envelope_id = :envelope_id AND state = 'unknown'

-- A held lane stays held as long as another message of it waits for an operator for the same reason. Envelopes are a JSON
-- array.
--: resume_lanes_of_outbox(now, connector_id, envelopes)
UPDATE lanes SET held = NULL, due_at = COALESCE(due_at, :now)
 WHERE lane_id IN (SELECT lane_id FROM outbox
                    WHERE connector_id = :connector_id AND {is_among(envelope_id, :envelopes)})
   AND NOT (COALESCE(held, '') = 'unknown_outcome'
            AND EXISTS (SELECT 1 FROM outbox o
                         WHERE o.connector_id = lanes.connector_id AND o.lane_id = lanes.lane_id
                           AND o.state = 'unknown' AND o.claimable = 0))
   AND NOT (COALESCE(held, '') = 'dead_letter'
            AND EXISTS (SELECT 1 FROM outbox o {indexed_by(outbox_dead)}
                          JOIN dead_letters d {indexed_by(dead_letters_by_envelope)}
                               ON d.connector_id = o.connector_id AND d.envelope_id = o.envelope_id
                         WHERE o.connector_id = lanes.connector_id AND o.lane_id = lanes.lane_id AND o.state = 'dead'
                           AND d.direction = 'outbound'))

-- A message that has ended is no longer claimable: whatever ended it, it is not among these.
--: refusals(others_max, sequence)
SELECT refusals, others_passed,
       (SELECT COUNT(*) FROM (SELECT 1 FROM outbox o
                               WHERE o.connector_id = outbox.connector_id AND o.refusals > 0 AND o.claimable = 1
                                 AND o.others_passed = 0 AND o.sequence <> outbox.sequence
                               LIMIT :others_max) refused) AS others
  FROM outbox WHERE sequence = :sequence

--: find_outbox(connector_id, envelope_id)
SELECT * FROM outbox WHERE connector_id = :connector_id AND envelope_id = :envelope_id
UNION
SELECT * FROM outbox WHERE connector_id = :connector_id AND message_id = :envelope_id
ORDER BY sequence

--: native_id_of_another(connector_id, native_message_id, envelope_id)
SELECT 1 FROM outbox
 WHERE connector_id = :connector_id AND native_message_id = :native_message_id AND envelope_id <> :envelope_id
 LIMIT 1

-- The lane of an old row may have been purged.
--: list_outbox(connector_id, state, after, conversation_id, limit)
SELECT o.sequence, o.envelope_id, o.state, o.attempts, o.next_attempt_unix_ms, o.created_at_unix_ms, o.reason,
       COALESCE(l.conversation_id, {json_text(o.payload, conversation_id)}) AS conversation
  FROM outbox o LEFT JOIN lanes l ON l.lane_id = o.lane_id
 WHERE o.connector_id = :connector_id AND o.state = :state AND o.sequence > :after
   AND (CAST(:conversation_id AS TEXT) IS NULL OR l.conversation_id = :conversation_id)
 ORDER BY o.sequence LIMIT :limit

-- The same for the state that has an index: it is what an operator looks for among millions of others.
--: list_unknown_outbox(connector_id, after, conversation_id, limit)
SELECT o.sequence, o.envelope_id, o.state, o.attempts, o.next_attempt_unix_ms, o.created_at_unix_ms, o.reason,
       COALESCE(l.conversation_id, {json_text(o.payload, conversation_id)}) AS conversation
  FROM outbox o {indexed_by(outbox_unknown)} LEFT JOIN lanes l ON l.lane_id = o.lane_id
 WHERE o.connector_id = :connector_id AND o.state = 'unknown' AND o.sequence > :after
   AND (CAST(:conversation_id AS TEXT) IS NULL OR l.conversation_id = :conversation_id)
 ORDER BY o.sequence LIMIT :limit
