-- The event log. Numbers count up within a connector.

--: latest_events(connector_id, before_id, since, levels, types, envelope_id, limit)
SELECT event_id, event_type, level, message, details, created_at_unix_ms FROM connector_events
 WHERE connector_id = :connector_id
   AND event_id < :before_id AND created_at_unix_ms >= :since
   AND {is_wanted(:levels, :types, :envelope_id)}
 ORDER BY event_id DESC LIMIT :limit

--: connectors_with_events
WITH RECURSIVE {connectors_with_events}
SELECT id FROM found WHERE id IS NOT NULL

--: last_events
WITH RECURSIVE {connectors_with_events}
SELECT id, (SELECT MAX(event_id) FROM connector_events WHERE connector_id = found.id) FROM found WHERE id IS NOT NULL

-- Of spans of numbers, one of each connector.
--: events_within(spans, since, levels, types, envelope_id)
SELECT * FROM {events_of_spans(:spans)} found
 WHERE created_at_unix_ms >= :since
   AND {is_wanted(:levels, :types, :envelope_id)}

-- The time of the oldest event of each span, and whether there are older ones.
--: ends_of_spans(spans)
SELECT span.connector_id,
       (SELECT created_at_unix_ms FROM connector_events
         WHERE connector_id = span.connector_id AND event_id >= span.first ORDER BY event_id LIMIT 1) AS oldest,
       (SELECT MIN(event_id) FROM connector_events WHERE connector_id = span.connector_id) < span.first AS more
  FROM {spans(:spans)} span
