-- What was given up, for operators.

--: find_dead_letter(connector_id, dead_letter_id)
SELECT * FROM dead_letters WHERE connector_id = :connector_id AND dead_letter_id = :dead_letter_id

--: remove_dead_letter(dead_letter_id)
DELETE FROM dead_letters WHERE dead_letter_id = :dead_letter_id

--: latest_dead_letters(connector_id, direction, reason, before, before_id, limit)
SELECT *
  FROM dead_letters
 WHERE {is_looked_for(:connector_id, :direction, :reason, :before, :before_id)}
 ORDER BY dead_letter_id DESC LIMIT :limit

--: summaries_of_dead_letters(connector_id, direction, reason, before, before_id, limit)
SELECT dead_letter_id, envelope_id, direction, reason, created_at_unix_ms, OCTET_LENGTH(payload) AS payload_bytes
  FROM dead_letters
 WHERE {is_looked_for(:connector_id, :direction, :reason, :before, :before_id)}
 ORDER BY dead_letter_id DESC LIMIT :limit
