-- The event log. Numbers count up within a connector.

--: latest_events(connector_id, before_id, since, limit)
SELECT {event} FROM connector_events
 WHERE connector_id = :connector_id AND event_id < :before_id AND created_at_unix_ms >= :since
 ORDER BY event_id DESC LIMIT :limit

-- The kinds that a connector may have events of: those that each message has, and of the others those that there are, found
-- by a step from one to the next.
--: kinds_of_events(connector_id)
WITH RECURSIVE found(kind) AS (
    SELECT MIN({kind_of_event}) FROM connector_events {indexed_by(connector_events_by_kind)}
     WHERE connector_id = :connector_id AND {is_seldom}
    UNION ALL
    SELECT (SELECT MIN({kind_of_event}) FROM connector_events {indexed_by(connector_events_by_kind)}
             WHERE connector_id = :connector_id AND {is_seldom} AND {kind_of_event} > found.kind)
      FROM found WHERE found.kind IS NOT NULL)
SELECT kind FROM found WHERE kind IS NOT NULL
UNION ALL
SELECT * FROM {often} often

-- The latest of each kind, and of these the latest.
--: latest_events_of_kinds(connector_id, kinds, before_id, since, limit)
SELECT {event} FROM {events_of_kinds(:connector_id, :kinds, :before_id, :since, :limit)} found
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
