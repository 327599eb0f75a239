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

--: forget_cursor(connector_id, stream)
DELETE FROM connector_cursors WHERE connector_id = :connector_id AND stream = :stream
