-- What an operator looks for by a part of what he knows: the beginning of an id, or something of a text. A cross join goes
-- from the few connectors to the many rows.

-- In the order of ids, so that the very one comes first.
--: search_envelopes(beginning, beyond, limit) for inbound, outbox
SELECT r.*
  FROM connector_instances c CROSS JOIN {first_by_id({table}, :beginning, :beyond, :limit)}
 ORDER BY r.envelope_id, r.connector_id LIMIT :limit

-- In full, or without what stands before it: the kind of its connector and a word. A lane of what is put off has a name of
-- its own. Words are a JSON array.
--: search_conversations(beginning, beyond, words, limit)
SELECT c.connector_id, l.conversation_id
  FROM connector_instances c CROSS JOIN lanes l
 WHERE l.direction IN ('inbound', 'outbound') AND l.connector_id = c.connector_id
   AND l.conversation_id >= :beginning AND l.conversation_id < :beyond AND l.conversation_id NOT LIKE '%|put-off|%'
UNION
SELECT c.connector_id, l.conversation_id
  FROM connector_instances c CROSS JOIN {elements(:words)} word CROSS JOIN lanes l
 WHERE l.direction IN ('inbound', 'outbound') AND l.connector_id = c.connector_id
   AND l.conversation_id >= c.kind || ':' || word.value || :beginning
   AND l.conversation_id < c.kind || ':' || word.value || :beyond AND l.conversation_id NOT LIKE '%|put-off|%'
 ORDER BY 2, 1 LIMIT :limit

-- Among the newest: texts, and what has no index. As_json is what a payload has to hold for it; only such a one is taken to
-- pieces.
--: search_inbound(newest, as_json, text, containing, limit)
SELECT *
  FROM (SELECT r.*, {json_text(r.payload, body)} AS text, {json_text(r.payload, sender_id)} AS sender,
               {json_text(r.payload, sender_display)} AS display, {json_text(r.payload, adapter_message_id)} AS native
          FROM (SELECT * FROM inbound ORDER BY sequence DESC LIMIT :newest) r) found
 WHERE CASE WHEN {like(payload, :as_json)}
            THEN {like(text, :text)} OR {like(display, :containing)} OR {like(sender, :containing)}
                 OR {like(native, :containing)}
            ELSE FALSE END
 ORDER BY sequence DESC LIMIT :limit

--: search_outbox(newest, as_json, text, containing, limit)
SELECT *
  FROM (SELECT r.*, {json_text(r.payload, text)} AS text
          FROM (SELECT * FROM outbox ORDER BY sequence DESC LIMIT :newest) r) found
 WHERE CASE WHEN {like(native_message_id, :containing)} THEN TRUE
            WHEN {like(payload, :as_json)} THEN {like(text, :text)}
            ELSE FALSE END
 ORDER BY sequence DESC LIMIT :limit
