-- How far routes have read the event log.

-- Of two transactions that begin a route at once, the later one waits for the first and inserts nothing.
--: new_event_reader(route_id, now)
INSERT INTO event_readers (route_id, seen_at_unix_ms) VALUES (:route_id, :now)
ON CONFLICT (route_id) DO NOTHING

--: event_reader_seen(route_id, now)
INSERT INTO event_readers (route_id, seen_at_unix_ms) VALUES (:route_id, :now)
ON CONFLICT (route_id) DO UPDATE SET seen_at_unix_ms = excluded.seen_at_unix_ms

--: event_positions(route_id)
SELECT connector_id, event_id FROM event_positions WHERE route_id = :route_id

--: move_event_position(route_id, connector_id, event_id)
INSERT INTO event_positions (route_id, connector_id, event_id) VALUES (:route_id, :connector_id, :event_id)
ON CONFLICT (route_id, connector_id) DO UPDATE
   SET event_id = {greatest(event_positions.event_id, excluded.event_id)}

--: events_ahead(connector_id, after, limit)
SELECT COUNT(*), COALESCE(MIN(event_id), 0), COALESCE(MAX(event_id), 0)
  FROM (SELECT event_id FROM connector_events
         WHERE connector_id = :connector_id AND event_id > :after ORDER BY event_id LIMIT :limit) ahead

--: wanted_events(connector_id, after, through, levels, types, limit)
SELECT event_id, event_type, level, message, details, created_at_unix_ms FROM connector_events
 WHERE connector_id = :connector_id AND event_id > :after AND event_id <= :through
   AND (CAST(:levels AS TEXT) IS NULL OR {is_among(level, :levels)})
   AND (CAST(:types AS TEXT) IS NULL OR {matches_one_of(event_type, :types)})
 ORDER BY event_id LIMIT :limit

--: older_event(connector_id, through)
SELECT 1 FROM connector_events WHERE connector_id = :connector_id AND event_id <= :through LIMIT 1
