-- The way of a message.

-- The message, with its parts, and the answers to it: their ids are those that begin with its own.
--: trace(connector_id, envelope_id, answers_after, answers_before)
SELECT 'inbound' AS direction, sequence, envelope_id, state, attempts, created_at_unix_ms, settled_at_unix_ms AS settled,
       next_attempt_unix_ms, reason, NULL AS native_message_id
  FROM inbound WHERE connector_id = :connector_id AND envelope_id = :envelope_id
UNION
SELECT 'outbound', {traced}
  FROM outbox WHERE connector_id = :connector_id AND envelope_id = :envelope_id
UNION
SELECT 'outbound', {traced}
  FROM outbox WHERE connector_id = :connector_id AND message_id = :envelope_id
UNION
SELECT 'outbound', {traced}
  FROM outbox
 WHERE connector_id = :connector_id AND envelope_id > :answers_after AND envelope_id < :answers_before
ORDER BY 1, 2
