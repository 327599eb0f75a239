-- The event log. Numbers count up within a connector.

--: latest_events(connector_id, before_id, since, levels, types, envelope_id, limit)
SELECT event_id, event_type, level, message, details, created_at_unix_ms FROM connector_events
 WHERE connector_id = :connector_id
   AND event_id < COALESCE(:before_id, event_id + 1)
   AND created_at_unix_ms >= COALESCE(:since, 0)
   AND (CAST(:levels AS TEXT) IS NULL OR level IN {elements(:levels)})
   AND (CAST(:types AS TEXT) IS NULL OR {matches_one_of(event_type, :types)})
   AND (CAST(:envelope_id AS TEXT) IS NULL
        OR {message_of_event} = :envelope_id
        OR SUBSTR({message_of_event}, 1, LENGTH(:envelope_id) + 1) = :envelope_id || ':')
 ORDER BY event_id DESC LIMIT :limit

-- Each connector with events, found by a step from one to the next.
--: connectors_with_events
WITH RECURSIVE found(id) AS (
    SELECT MIN(connector_id) FROM connector_events
    UNION ALL
    SELECT (SELECT MIN(connector_id) FROM connector_events WHERE connector_id > found.id)
      FROM found WHERE found.id IS NOT NULL)
SELECT id FROM found WHERE id IS NOT NULL
