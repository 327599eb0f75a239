-- The inbox: what was admitted, and how it stands on its way to the daemon.

--: insert_inbound_dead(connector_id, conversation_id, envelope_id, payload, attempts, reason, now)
INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, claimable, attempts, reason,
                     created_at_unix_ms, settled_at_unix_ms)
VALUES ({lane(inbound, :connector_id, :conversation_id)}, :connector_id, :envelope_id, :payload, 'dead', 0, :attempts,
        :reason, :now, :now)
ON CONFLICT (connector_id, envelope_id) DO NOTHING

-- Envelopes are a JSON array.
--: revive_inbound(connector_id, envelopes)
UPDATE inbound
   SET state = 'pending', claimable = 1, attempts = 0, free_tries = 0, attempts_by_cause = NULL,
       next_attempt_unix_ms = NULL, settled_at_unix_ms = NULL
 WHERE connector_id = :connector_id AND {is_among(envelope_id, :envelopes)} AND state = 'dead'
RETURNING envelope_id, lane_id

--: lanes_of_inbound(connector_id, envelopes)
SELECT DISTINCT lane_id FROM inbound WHERE connector_id = :connector_id AND {is_among(envelope_id, :envelopes)}

--: payload_of_inbound(connector_id, envelope_id)
SELECT payload FROM inbound WHERE connector_id = :connector_id AND envelope_id = :envelope_id

--: find_inbound(connector_id, envelope_id)
SELECT * FROM inbound WHERE connector_id = :connector_id AND envelope_id = :envelope_id
