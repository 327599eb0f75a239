-- What SQLite says in its own words.

--: greatest(one, other)
MAX([one], [other])

-- One process writes.
--: clock_that_is_free
1

-- A field of a JSON document as text.
--: json_text(document, field)
json_extract([document], '$.[field]')

-- A field of a JSON document that is a number.
--: json_number(document, field)
json_extract([document], '$.[field]')

-- The elements of a JSON array of strings, as rows with a value each.
--: elements(array)
(SELECT value FROM json_each([array]))

-- One of the elements of a JSON array of strings.
--: is_among(value, array)
[value] IN (SELECT value FROM json_each([array]))

-- One of the elements of a JSON array of strings that are numbers.
--: is_number_among(value, array)
[value] IN (SELECT CAST(value AS INTEGER) FROM json_each([array]))

-- The elements of a JSON array of spans of numbers, each of a connector.
--: spans(array)
(SELECT json_extract(value, '$.connector_id') AS connector_id, json_extract(value, '$.first') AS first,
        json_extract(value, '$.before') AS before FROM json_each([array]))

-- A cross join leaves the planner no other order.
--: events_of_spans(array)
(SELECT connector_events.* FROM {spans([array])} span
  CROSS JOIN connector_events ON connector_events.connector_id = span.connector_id
   AND event_id >= span.first AND event_id < span.before)

-- Of a connector: the latest of each kind in a JSON array, by the index or from the end of the log.
--: events_of_kinds(connector_id, array, before_id, since, limit)
(SELECT event.* FROM {elements([array])} wanted
  CROSS JOIN connector_events event ON event.connector_id = [connector_id] AND event.event_id IN (
    SELECT event_id FROM connector_events {indexed_by(connector_events_by_kind)}
     WHERE connector_id = [connector_id] AND {is_seldom} AND {kind_of_event} = wanted.value
       AND event_id < [before_id] AND created_at_unix_ms >= [since]
     ORDER BY event_id DESC LIMIT [limit])
 UNION ALL
 SELECT event.* FROM {elements([array])} wanted
  CROSS JOIN connector_events event ON event.connector_id = [connector_id] AND event.event_id IN (
    SELECT event_id FROM connector_events
     WHERE connector_id = [connector_id] AND {kind_of_event} = wanted.value
       AND event_id < [before_id] AND created_at_unix_ms >= [since]
     ORDER BY event_id DESC LIMIT [limit])
  WHERE wanted.value IN {often})

-- Case does not matter; for ASCII letters.
--: like(text, pattern)
[text] LIKE [pattern] ESCAPE '!'

-- Rows of a connector c, as r: those of the first ids from there on. SQLite has no lateral join.
--: first_by_id(table, beginning, beyond, limit)
[table] r
 WHERE r.sequence IN (SELECT sequence FROM [table]
                       WHERE connector_id = c.connector_id AND envelope_id >= [beginning] AND envelope_id < [beyond]
                       ORDER BY envelope_id LIMIT [limit])

-- The planner would choose another.
--: indexed_by(index)
INDEXED BY [index]

-- Claimed by a program that is no more: there is only one at a time.
--: is_left_behind
owner IS NOT NULL

-- The message that an event is about, as the index has it.
--: message_of_event
json_extract(details, '$.envelope_id')
