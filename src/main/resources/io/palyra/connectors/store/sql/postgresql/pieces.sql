-- What PostgreSQL says in its own words.

--: greatest(one, other)
GREATEST([one], [other])

-- None while another transaction has it.
--: clock_that_is_free
(SELECT id FROM store_clock FOR NO KEY UPDATE SKIP LOCKED)

-- The number of an advisory lock.
--: lock_of_times
hashtextextended('palyra-connectors times of ' || current_schema(), 0)

-- A field of a JSON document as text.
--: json_text(document, field)
(CAST([document] AS json) ->> '[field]')

-- A field of a JSON document that is a number.
--: json_number(document, field)
CAST(CAST([document] AS json) ->> '[field]' AS BIGINT)

-- Of those asked for whose message was stored, the first of each message.
--: first_of_stored
SELECT MIN(n) AS n
  FROM (SELECT connector_id, envelope_id, n, 0 AS stored FROM asked
        UNION ALL SELECT connector_id, envelope_id, NULL, 1 FROM stored) either
 GROUP BY connector_id, envelope_id HAVING MAX(stored) = 1

-- The elements of a JSON array of strings, as rows with a value each.
--: elements(array)
(SELECT json_array_elements_text(CAST([array] AS json)) AS value)

-- One of the elements of a JSON array of strings. An array is not joined: the planner might go through the elements once for
-- each row.
--: is_among(value, array)
[value] = ANY (ARRAY(SELECT json_array_elements_text(CAST([array] AS json))))

-- One of the elements of a JSON array of strings that are numbers.
--: is_number_among(value, array)
[value] = ANY (ARRAY(SELECT CAST(json_array_elements_text(CAST([array] AS json)) AS BIGINT)))

-- The elements of a JSON array of spans of numbers, each of a connector.
--: spans(array)
(SELECT * FROM json_to_recordset(CAST([array] AS json)) AS one(connector_id TEXT, first BIGINT, before BIGINT))

-- The planner would go through the whole table if it could.
--: events_of_spans(array)
(SELECT event.* FROM {spans([array])} span
  CROSS JOIN LATERAL (SELECT * FROM connector_events
                       WHERE connector_id = span.connector_id AND event_id >= span.first AND event_id < span.before
                      OFFSET 0) event)

-- Of a connector: the latest of each kind in a JSON array, by the index or from the end of the log. In an order that the
-- index alone has, and with a time whose share the planner cannot guess: it would read all events from the latest one, or
-- sort all of a kind.
--: events_of_kinds(connector_id, array, before_id, since, limit)
(SELECT event.* FROM {elements([array])} wanted
  CROSS JOIN LATERAL (SELECT * FROM connector_events
                       WHERE connector_id = [connector_id] AND {is_seldom} AND created_at_unix_ms + 0 >= [since]
                         AND ({kind_of_event}, event_id) >= (wanted.value, 0)
                         AND ({kind_of_event}, event_id) < (wanted.value, [before_id])
                       ORDER BY {kind_of_event} DESC, event_id DESC LIMIT [limit]) event
 UNION ALL
 SELECT event.* FROM {elements([array])} wanted
  CROSS JOIN LATERAL (SELECT * FROM (SELECT * FROM connector_events
                                      WHERE connector_id = [connector_id] AND event_id < [before_id]
                                      ORDER BY event_id DESC OFFSET 0) latest
                       WHERE {kind_of_event} = wanted.value AND created_at_unix_ms >= [since]
                       ORDER BY event_id DESC LIMIT [limit]) event
  WHERE wanted.value IN {often})

-- Case does not matter; for ASCII letters, as the columns are in the collation "C".
--: like(text, pattern)
[text] ILIKE [pattern] ESCAPE '!'

-- Rows of a connector c, as r: those of the first ids from there on.
--: first_by_id(table, beginning, beyond, limit)
LATERAL (SELECT * FROM [table]
          WHERE connector_id = c.connector_id AND envelope_id >= [beginning] AND envelope_id < [beyond]
          ORDER BY envelope_id LIMIT [limit]) r

-- The planner chooses by itself.
--: indexed_by(index)

-- Of pg_class c.
--: is_for_users
c.relkind = 'v' AND c.relname LIKE 'palyra!_%!_v%' ESCAPE '!'

-- Unix ms, by the server's clock.
--: now
CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)

-- Claimed by a program that is no more. A claim begins with its node.
--: is_left_behind
owner IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM nodes n WHERE n.node_id = split_part(lanes.owner, '/', 1) AND n.state <> 'lost')

-- Of pg_settings: whose setting it is, as the beginning of a statement that gives it another.
--: where_set
CASE source WHEN 'database' THEN 'ALTER DATABASE ' || quote_ident(current_database())
            WHEN 'user' THEN 'ALTER ROLE ' || quote_ident(current_user)
            WHEN 'database user'
            THEN 'ALTER ROLE ' || quote_ident(current_user) || ' IN DATABASE ' || quote_ident(current_database())
            ELSE 'ALTER SYSTEM' END

-- Behind such a statement: what is the server's is read anew once it is told to.
--: then_reload
CASE WHEN source IN ('database', 'user', 'database user') THEN '' ELSE ', then SELECT pg_reload_conf()' END

-- Of pg_stat_activity: the number of a session that has ended is given to another. The same in each time zone.
--: session_name(row)
([row].pid || ' since ' || CAST(EXTRACT(EPOCH FROM [row].backend_start) AS TEXT))

-- The message that an event is about, as the index has it. Older details may hold \u0000, with which PostgreSQL reads no
-- JSON: it is left out first, but for \\u0000. To look for it costs less than to replace nothing.
--: message_of_event
((CAST(CASE WHEN strpos(details, '\u0000') = 0 THEN details
            ELSE regexp_replace(details, '(\\\\)|\\u0000', '\1', 'g') END AS json)
    ->> 'envelope_id') COLLATE "C")

-- The first messages of a lane, as they are taken in hand.
--: first_inbound(lane_id, rows)
SELECT sequence, envelope_id, payload, attempts, free_tries, attempts_by_cause, created_at_unix_ms,
       CAST(NULL AS BIGINT) AS unknown_since_unix_ms, CAST(NULL AS TEXT) AS retry_class
  FROM inbound
 WHERE lane_id = [lane_id] AND claimable = 1 ORDER BY sequence LIMIT [rows]

--: first_outbox(lane_id, rows)
SELECT sequence, envelope_id, payload, attempts, free_tries, attempts_by_cause, created_at_unix_ms,
       unknown_since_unix_ms, retry_class
  FROM outbox
 WHERE lane_id = [lane_id] AND claimable = 1 ORDER BY sequence LIMIT [rows]
