-- What several statements say alike.

-- A type, or all that begin with what stands before a last asterisk.
--: matches_one_of(type, types)
EXISTS (SELECT 1 FROM {elements([types])} wanted
         WHERE wanted.value = [type]
            OR wanted.value LIKE '%*'
               AND SUBSTR([type], 1, LENGTH(wanted.value) - 1) = SUBSTR(wanted.value, 1, LENGTH(wanted.value) - 1))

-- What is told of an event.
--: event
event_id, event_type, level, message, details, created_at_unix_ms

-- As the index has it: types have no spaces.
--: kind_of_event
(event_type || ' ' || level)

-- Events that have an index by their kind: all but those that each message has.
--: is_seldom
NOT (level = 'info'
     AND event_type IN ('inbound.received', 'inbound.routed', 'outbox.enqueued', 'outbox.delivered'))

-- The kinds of the others.
--: often
(VALUES ('inbound.received info'), ('inbound.routed info'), ('outbox.enqueued info'), ('outbox.delivered info'))

-- Of events.
--: is_of_kinds(levels, types)
(CAST([levels] AS TEXT) IS NULL OR {is_among(level, [levels])})
   AND (CAST([types] AS TEXT) IS NULL OR {matches_one_of(event_type, [types])})

-- Of events.
--: is_wanted(levels, types, envelope_id)
{is_of_kinds([levels], [types])}
   AND (CAST([envelope_id] AS TEXT) IS NULL
        OR {message_of_event} = [envelope_id]
        OR SUBSTR({message_of_event}, 1, LENGTH([envelope_id]) + 1) = [envelope_id] || ':')

-- Each connector with events, found by a step from one to the next.
--: connectors_with_events
found(id) AS (
    SELECT MIN(connector_id) FROM connector_events
    UNION ALL
    SELECT (SELECT MIN(connector_id) FROM connector_events WHERE connector_id > found.id)
      FROM found WHERE found.id IS NOT NULL)

-- The lane of a conversation, which has been entered.
--: lane(direction, connector_id, conversation_id)
(SELECT lane_id FROM lanes
  WHERE direction = '[direction]' AND connector_id = [connector_id] AND conversation_id = [conversation_id])

-- Why a lane of the inbox is not due yet.
--: waits_for
CASE WHEN l.conversation_id LIKE '%|put-off|%' THEN 'PUT_OFF' ELSE 'WAITING_FOR_RETRY' END

-- A message in hand whose outcome was unknown before (since when) may meanwhile be given up or sent again by an operator;
-- what he decided stays.
-- The plus keeps a planner from the index of all messages that wait: the one row is known by its number.
--: is_undecided(unknown_before)
+claimable = 1 AND (CAST([unknown_before] AS BIGINT) IS NULL OR state = 'unknown')

-- In terms whose share a planner can guess: where it takes them for rare, it reads and sorts all of a connector's.
--: is_looked_for(connector_id, direction, reason, before, before_id)
connector_id = [connector_id] AND dead_letter_id < [before_id] AND created_at_unix_ms < [before]
   AND (CAST([direction] AS TEXT) IS NULL OR direction = [direction])
   AND {like(reason, [reason])}

-- A message that the platform may give again is kept, or the daemon would be asked a second time. The index is named, as
-- the planner goes through all cursors of the connector otherwise.
--: is_not_given_again
NOT EXISTS (SELECT 1 FROM lanes l JOIN connector_cursors c {indexed_by(connector_cursors_by_conversation)}
                   ON c.connector_id = l.connector_id AND c.conversation_id = l.conversation_id
                 WHERE l.lane_id = inbound.lane_id
                   AND c.read_again_from_unix_ms <= {json_number(inbound.payload, received_at_unix_ms)})
   AND NOT EXISTS (SELECT 1 FROM connector_cursors c {indexed_by(connector_cursors_by_conversation)}
                    WHERE c.connector_id = inbound.connector_id AND c.conversation_id = ''
                      AND c.read_again_from_unix_ms <= {json_number(inbound.payload, received_at_unix_ms)})

-- An unknown outcome keeps its lane: an operator may still have the message sent again. So does a cursor: rows of its
-- overlap say by their lane whose they are.
--: is_idle_lane(before)
due_at IS NULL AND owner IS NULL AND held IS NULL AND used_at < [before]
   AND NOT EXISTS (SELECT 1 FROM outbox o
                    WHERE o.connector_id = lanes.connector_id AND o.lane_id = lanes.lane_id AND o.state = 'unknown')
   AND (direction = 'outbound'
        OR NOT EXISTS (SELECT 1 FROM connector_cursors c {indexed_by(connector_cursors_by_conversation)}
                        WHERE c.connector_id = lanes.connector_id AND c.conversation_id = lanes.conversation_id))

-- What a trace tells of a row of the outbox.
--: traced
sequence, envelope_id, state, attempts, created_at_unix_ms, COALESCE(settled_at_unix_ms, unknown_since_unix_ms),
       next_attempt_unix_ms, reason, native_message_id
