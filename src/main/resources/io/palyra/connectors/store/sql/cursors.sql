-- How far a connector has read its platform's streams.

-- Strangers may have written in thousands of direct conversations: those who are let in come first, then those of whom
-- something was admitted lately.
--: cursor_positions(connector_id)
SELECT stream, position FROM connector_cursors c WHERE connector_id = :connector_id
 ORDER BY CASE WHEN conversation_id IN (SELECT conversation_id FROM access_grants WHERE connector_id = :connector_id) THEN 0
               WHEN EXISTS (SELECT 1 FROM lanes l
                             WHERE l.direction = 'inbound' AND l.connector_id = :connector_id
                               AND l.conversation_id = c.conversation_id) THEN 1
               ELSE 2 END,
          updated_at_unix_ms DESC, stream

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

--: forget_cursor(connector_id, stream)
DELETE FROM connector_cursors WHERE connector_id = :connector_id AND stream = :stream
