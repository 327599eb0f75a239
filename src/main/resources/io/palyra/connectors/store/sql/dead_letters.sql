-- What was given up, for operators.

--: find_dead_letter(connector_id, dead_letter_id)
SELECT * FROM dead_letters WHERE connector_id = :connector_id AND dead_letter_id = :dead_letter_id

-- Ids are a JSON array.
--: remove_dead_letters(connector_id, ids)
DELETE FROM dead_letters
 WHERE connector_id = :connector_id AND {is_number_among(dead_letter_id, :ids)}

-- Ids are a JSON array.
--: dead_letters_among(connector_id, ids)
SELECT dead_letter_id, envelope_id, direction, reason, created_at_unix_ms, OCTET_LENGTH(payload) AS payload_bytes
  FROM dead_letters
 WHERE connector_id = :connector_id AND {is_number_among(dead_letter_id, :ids)}
 ORDER BY dead_letter_id

--: count_dead_letters(connector_id, direction, reason, before, before_id)
SELECT COUNT(*) AS letters, MAX(dead_letter_id) AS latest
  FROM dead_letters
 WHERE {is_looked_for(:connector_id, :direction, :reason, :before, :before_id)}

-- Conversation by conversation, in the order of their messages.
--: next_dead_rows(connector_id, lane_id, sequence, limit) for inbound, outbox
SELECT lane_id, sequence, envelope_id
  FROM {table} {indexed_by({table}_dead)}
 WHERE connector_id = :connector_id AND state = 'dead' AND (lane_id, sequence) > (:lane_id, :sequence)
 ORDER BY lane_id, sequence LIMIT :limit

-- Envelopes are a JSON array.
--: dead_letters_of_envelopes(connector_id, direction, reason, before, before_id, envelopes)
SELECT dead_letter_id, envelope_id, direction, reason, created_at_unix_ms, OCTET_LENGTH(payload) AS payload_bytes
  FROM dead_letters {indexed_by(dead_letters_by_envelope)}
 WHERE {is_looked_for(:connector_id, :direction, :reason, :before, :before_id)}
   AND {is_among(envelope_id, :envelopes)}

--: next_dead_letters(connector_id, direction, reason, before, before_id, after_id, limit)
SELECT dead_letter_id, envelope_id, direction, reason, created_at_unix_ms, OCTET_LENGTH(payload) AS payload_bytes
  FROM dead_letters
 WHERE {is_looked_for(:connector_id, :direction, :reason, :before, :before_id)} AND dead_letter_id > :after_id
 ORDER BY dead_letter_id LIMIT :limit

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

-- What messages of the connectors from first to last fail of, the most frequent first, with the latest message of each.
-- Reasons are told apart by their beginnings.
--: causes_of_dead_letters(first, last, limit)
SELECT found.connector_id, found.direction, 'dead' AS state, found.messages, latest.reason, latest.envelope_id,
       latest.dead_letter_id, oldest.created_at_unix_ms AS oldest, latest.created_at_unix_ms AS latest
  FROM (SELECT connector_id, direction, COUNT(*) AS messages, MIN(dead_letter_id) AS oldest_id,
               MAX(dead_letter_id) AS latest_id
          FROM dead_letters {indexed_by(dead_letters_by_reason)}
         WHERE connector_id BETWEEN :first AND :last
         GROUP BY connector_id, direction, SUBSTR(reason, 1, 200)
         ORDER BY messages DESC LIMIT :limit) found
  JOIN dead_letters latest ON latest.dead_letter_id = found.latest_id
  JOIN dead_letters oldest ON oldest.dead_letter_id = found.oldest_id
 ORDER BY found.messages DESC

--: causes_of_unknown_outcomes(first, last, limit)
SELECT found.connector_id, 'outbound' AS direction, 'unknown' AS state, found.messages, latest.reason, latest.envelope_id,
       CAST(NULL AS BIGINT) AS dead_letter_id, oldest.unknown_since_unix_ms AS oldest, latest.unknown_since_unix_ms AS latest
  FROM (SELECT connector_id, COUNT(*) AS messages, MIN(sequence) AS oldest_id, MAX(sequence) AS latest_id
          FROM outbox {indexed_by(outbox_unknown)}
         WHERE state = 'unknown' AND connector_id BETWEEN :first AND :last
         GROUP BY connector_id, SUBSTR(reason, 1, 200)
         ORDER BY messages DESC LIMIT :limit) found
  JOIN outbox latest ON latest.sequence = found.latest_id
  JOIN outbox oldest ON oldest.sequence = found.oldest_id
 ORDER BY found.messages DESC
