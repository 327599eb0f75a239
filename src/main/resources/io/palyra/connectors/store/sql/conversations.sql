-- What was said in a conversation. What nobody has to look after any more has no index by its lane.

-- A message whose lane has been given up says by itself whose it is.
--: newest_of_conversation(newest, connector_id, conversation_id, limit) for inbound, outbox
SELECT r.*
  FROM (SELECT * FROM {table} ORDER BY sequence DESC LIMIT :newest) r LEFT JOIN lanes l ON l.lane_id = r.lane_id
 WHERE r.connector_id = :connector_id
   AND COALESCE(l.conversation_id, {json_text(r.payload, conversation_id)}) = :conversation_id
 ORDER BY r.sequence DESC LIMIT :limit

--: waiting_of_conversation(direction, connector_id, conversation_id, limit) for inbound, outbox
SELECT r.*
  FROM lanes l JOIN {table} r ON r.lane_id = l.lane_id
 WHERE l.direction = :direction AND l.connector_id = :connector_id AND l.conversation_id = :conversation_id
   AND r.claimable = 1
 ORDER BY r.sequence DESC LIMIT :limit

--: dead_of_conversation(direction, connector_id, conversation_id, limit) for inbound, outbox
SELECT r.*
  FROM lanes l JOIN {table} r {indexed_by({table}_dead)} ON r.connector_id = l.connector_id AND r.lane_id = l.lane_id
 WHERE l.direction = :direction AND l.connector_id = :connector_id AND l.conversation_id = :conversation_id
   AND r.state = 'dead'
 ORDER BY r.sequence DESC LIMIT :limit

--: unknown_of_conversation(connector_id, conversation_id, limit)
SELECT r.*
  FROM outbox r {indexed_by(outbox_unknown)} JOIN lanes l ON l.lane_id = r.lane_id
 WHERE r.connector_id = :connector_id AND r.state = 'unknown' AND l.conversation_id = :conversation_id
 ORDER BY r.sequence DESC LIMIT :limit
